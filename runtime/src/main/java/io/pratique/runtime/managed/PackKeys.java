package io.pratique.runtime.managed;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The keys whose owners may sign packs: Ed25519, RFC 8032. */
public final class PackKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private final List<PublicKey> keys;

    public PackKeys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads keys as {@code openssl pkey -pubout} writes them; a file may hold several, the old one
     * and the new one while keys change.
     *
     * @throws IllegalArgumentException when there is none, or one is no Ed25519 key
     */
    public static PackKeys pem(String text) {
        List<PublicKey> keys = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int end = text.indexOf(END, at);
            if (end < 0) {
                throw new IllegalArgumentException("a key has no end");
            }
            keys.add(key(text.substring(at + BEGIN.length(), end)));
            at = text.indexOf(BEGIN, end);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no public key in it");
        }
        return new PackKeys(keys);
    }

    private static PublicKey key(String base64) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key is no Ed25519 key", e);
        }
    }

    /**
     * Whether one of the keys made the signature.
     *
     * @param signature in base 64; one that is none is not right
     */
    public boolean accept(byte[] bytes, String signature) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(signature.strip());
        } catch (IllegalArgumentException _) {
            return false;
        }
        return keys.stream().anyMatch(key -> accepts(key, bytes, decoded));
    }

    private static boolean accepts(PublicKey key, byte[] bytes, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /**
     * Signs the bytes of a manifest.
     *
     * @return base 64 with a line end, the content of {@link Manifest#SIGNATURE_FILE}
     */
    public static String sign(byte[] bytes, PrivateKey key) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(ALGORITHM);
        signer.initSign(key);
        signer.update(bytes);
        return Base64.getEncoder().encodeToString(signer.sign()) + "\n";
    }
}
