package io.pratique.images;

import java.nio.charset.StandardCharsets;

/**
 * SipHash-2-4 of paths, so that eight bytes stand for a path of a layer. The key is secret and made
 * anew for each run: nobody can write a layer whose paths collide on purpose.
 *
 * @param k0 the first half of the key
 * @param k1 the second half
 */
record PathHash(long k0, long k1) {
    long of(String path) {
        byte[] b = path.getBytes(StandardCharsets.UTF_8);
        long v0 = 0x736f6d6570736575L ^ k0;
        long v1 = 0x646f72616e646f6dL ^ k1;
        long v2 = 0x6c7967656e657261L ^ k0;
        long v3 = 0x7465646279746573L ^ k1;
        int words = b.length >>> 3;
        for (int w = 0; w <= words; w++) {
            long m = 0;
            if (w < words) {
                for (int i = 7; i >= 0; i--) {
                    m = m << 8 | b[w * 8 + i] & 0xFF;
                }
            } else {
                m = (long) b.length << 56;
                for (int i = words * 8; i < b.length; i++) {
                    m |= (b[i] & 0xFFL) << 8 * (i & 7);
                }
            }
            v3 ^= m;
            for (int r = 0; r < 2; r++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        v2 ^= 0xFF;
        for (int r = 0; r < 4; r++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
