package io.pratique.images;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes real tars, byte by byte, so that tests can also write ones that no tool would. */
final class TarBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarBuilder file(String name, int mode, String content) {
        return file(name, mode, content.getBytes(StandardCharsets.UTF_8));
    }

    TarBuilder file(String name, int mode, byte[] content) {
        return entry(name, '0', mode, 0, content.length, "", content);
    }

    TarBuilder directory(String name) {
        return entry(name, '5', 0755, 0, 0, "", new byte[0]);
    }

    TarBuilder symlink(String name, String target) {
        return entry(name, '2', 0777, 0, 0, target, new byte[0]);
    }

    TarBuilder hardlink(String name, String target) {
        return entry(name, '1', 0644, 0, 0, target, new byte[0]);
    }

    TarBuilder pax(String... pairs) {
        return pax('x', pairs);
    }

    TarBuilder pax(char type, String... pairs) {
        StringBuilder text = new StringBuilder();
        for (String pair : pairs) {
            int bare = pair.getBytes(StandardCharsets.UTF_8).length + 2;
            int length = bare + 1;
            while (Integer.toString(length).length() + bare != length) {
                length++;
            }
            text.append(length).append(' ').append(pair).append('\n');
        }
        byte[] data = text.toString().getBytes(StandardCharsets.UTF_8);
        return entry("PaxHeaders/x", type, 0644, 0, data.length, "", data);
    }

    TarBuilder gnuLongName(String name) {
        byte[] data = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return entry("././@LongLink", 'L', 0, 0, data.length, "", data);
    }

    TarBuilder entry(
            String name, char type, int mode, int uid, long size, String link, byte[] content) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "%07o".formatted(mode));
        put(block, 108, "%07o".formatted(uid));
        put(block, 116, "%07o".formatted(0));
        put(block, 124, "%011o".formatted(size));
        put(block, 136, "%011o".formatted(0));
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar");
        put(block, 263, "00");
        return raw(sealed(block)).raw(content).raw(new byte[-content.length & 511]);
    }

    /** A header with the checksum that it needs. */
    static byte[] sealed(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, "%06o".formatted(sum));
        block[154] = 0;
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, 512 - at));
    }

    TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] build() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[1024]);
        return whole.toByteArray();
    }
}
