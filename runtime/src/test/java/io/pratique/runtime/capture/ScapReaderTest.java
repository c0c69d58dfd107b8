package io.pratique.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ScapReaderTest {
    /** Counts, so that nothing grows. */
    private static final class Counter implements SystemListener {
        private int sections;
        private int processes;
        private int descriptors;
        private int users;
        private int groups;
        private int interfaces;
        private int machines;

        @Override
        public void begin() {
            sections++;
        }

        @Override
        public void machine(Machine machine) {
            machines++;
        }

        @Override
        public void process(ProcessEntry process) {
            processes++;
        }

        @Override
        public void descriptor(long tid, DescriptorEntry descriptor) {
            descriptors++;
        }

        @Override
        public void networkInterface(InterfaceEntry networkInterface) {
            interfaces++;
        }

        @Override
        public void user(UserEntry user) {
            users++;
        }

        @Override
        public void group(GroupEntry group) {
            groups++;
        }
    }

    private static long read(byte[] capture, SystemListener listener) throws IOException {
        try (ScapReader reader = ScapReader.of(new ByteArrayInputStream(capture))) {
            while (reader.next(listener)) {
                assertThat(reader.event().count())
                        .isEqualTo(reader.event().type().parameters().size());
            }
            return reader.counts().events();
        }
    }

    @Test
    void readsOldAndNewListsOfProcessesDescriptorsAndUsers() throws IOException {
        Counter old = new Counter();
        assertThat(read(Captures.bytes("curl_google"), old)).isEqualTo(1536);
        assertThat(old.processes).isEqualTo(54);
        assertThat(old.users + old.groups).isGreaterThan(60);
        assertThat(old.interfaces).isEqualTo(5);
        assertThat(old.descriptors).isGreaterThan(300);
        Counter recent = new Counter();
        assertThat(read(Captures.bytes("single_ipv6_conn"), recent)).isEqualTo(1728);
        assertThat(recent.processes).isGreaterThan(100);
        assertThat(recent.descriptors).isGreaterThan(300);
        assertThat(recent.machines).isEqualTo(1);
    }

    @Test
    void readsPlainAndCompressedAlike() throws IOException {
        byte[] plain = Captures.bytes("test_ipv6_client");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        assertThat(read(packed.toByteArray(), SystemListener.none()))
                .isEqualTo(read(plain, SystemListener.none()))
                .isEqualTo(326);
    }

    @Test
    void readsCapturesThatWereJoined() throws IOException {
        byte[] one = Captures.bytes("test_ipv6_client");
        byte[] two = Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        Counter counter = new Counter();
        assertThat(read(two, counter)).isEqualTo(652);
        assertThat(counter.sections).isEqualTo(2);
    }

    @Test
    void takesTheParametersOfACallFromWhereItWasEntered() throws IOException {
        try (ScapReader reader = ScapReader.of(Captures.open("curl_google"))) {
            while (reader.next(SystemListener.none())) {
                RawEvent event = reader.event();
                if (event.number() == 225) {
                    assertThat(event.type().name()).isEqualTo("close");
                    assertThat(event.signed(event.type().indexOf("res"))).isZero();
                    assertThat(event.signed(event.type().indexOf("fd"))).isEqualTo(3);
                    return;
                }
            }
        }
        throw new AssertionError("event 225 did not come");
    }

    @Test
    void givesTheEventsInFrontOfACut() throws IOException {
        byte[] whole = Captures.bytes("test_ipv6_client");
        long all = read(whole, SystemListener.none());
        byte[] cut = Arrays.copyOf(whole, whole.length - 20);
        try (ScapReader reader = ScapReader.of(new ByteArrayInputStream(cut))) {
            assertThatThrownBy(
                            () -> {
                                while (reader.next(SystemListener.none())) {
                                    assertThat(reader.event().number()).isPositive();
                                }
                            })
                    .isInstanceOf(InvalidCapture.class)
                    .hasMessageContaining("cut off")
                    .hasMessageContaining("at byte");
            assertThat(reader.counts().events()).isEqualTo(all - 1);
        }
    }

    @Test
    void givesTheEventsInFrontOfACutInCompressedData() throws IOException {
        byte[] packed;
        try (InputStream in = Captures.open("curl_google")) {
            packed = in.readAllBytes();
        }
        byte[] cut = Arrays.copyOf(packed, packed.length * 3 / 4);
        try (ScapReader reader = ScapReader.of(new ByteArrayInputStream(cut))) {
            assertThatThrownBy(
                            () -> {
                                while (reader.next(SystemListener.none())) {
                                    assertThat(reader.event().number()).isPositive();
                                }
                            })
                    .isInstanceOf(InvalidCapture.class);
            assertThat(reader.counts().delivered()).isGreaterThan(100);
        }
    }

    @Test
    void refusesWhatIsNoCapture() {
        assertThatThrownBy(() -> read(new byte[0], SystemListener.none()))
                .isInstanceOf(InvalidCapture.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() ->
                        read(
                                "- rule: this is YAML".getBytes(StandardCharsets.UTF_8),
                                SystemListener.none()))
                .isInstanceOf(InvalidCapture.class)
                .hasMessageContaining("no capture")
                .hasMessageContaining("0A0D0D0A");
    }

    @Test
    void refusesCapturesOfBigEndianMachines() {
        ByteBuffer section = ByteBuffer.allocate(28).order(ByteOrder.BIG_ENDIAN);
        section.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short) 1);
        section.putShort((short) 2).putLong(-1).putInt(28);
        assertThatThrownBy(() -> read(section.array(), SystemListener.none()))
                .isInstanceOf(InvalidCapture.class)
                .hasMessageContaining("big-endian");
    }

    @Test
    void refusesAnEventThatIsLongerThanItsBlock() throws IOException {
        byte[] capture = Captures.bytes("test_ipv6_client");
        ByteBuffer buffer = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (buffer.getInt(at) != 0x204) {
            at += buffer.getInt(at + 4);
        }
        buffer.putInt(at + 10 + 16, 1_000_000);
        assertThatThrownBy(() -> read(capture, SystemListener.none()))
                .isInstanceOf(InvalidCapture.class)
                .hasMessageContaining("1000000 bytes");
    }

    @Test
    void doesNotBelieveALengthThatIsTooLarge() {
        ByteBuffer crafted = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        crafted.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short) 1);
        crafted.putShort((short) 2).putLong(-1).putInt(28);
        crafted.putInt(0x221).putInt(0x7FFF_FFF0);
        assertThatThrownBy(() -> read(crafted.array(), SystemListener.none()))
                .isInstanceOf(InvalidCapture.class)
                .hasMessageContaining("at most");
        crafted.putInt(28, 0x215);
        assertThatThrownBy(() -> read(crafted.array(), SystemListener.none()))
                .isInstanceOf(InvalidCapture.class);
    }

    /** Bytes are changed, cut out and put in; the reader ends, or says what is wrong. */
    @Test
    void endsWhateverItIsGiven() throws IOException {
        long seed = Long.getLong("fuzz.seed", 20_260_101L);
        int rounds = Integer.getInteger("fuzz.rounds", 1_500);
        Random random = new Random(seed);
        byte[][] captures = {
            Captures.bytes("test_ipv6_client"), Captures.bytes("single_ipv6_conn")
        };
        for (int round = 0; round < rounds; round++) {
            byte[] crafted = mutated(captures[round % captures.length], random);
            try {
                long events = read(crafted, new Counter());
                assertThat(events).as("seed %d round %d", seed, round).isLessThan(crafted.length);
            } catch (InvalidCapture e) {
                assertThat(e.offset())
                        .as("seed %d round %d", seed, round)
                        .isBetween(0L, (long) crafted.length);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    private static byte[] mutated(byte[] capture, Random random) {
        byte[] crafted = capture.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            // Early bytes decide more, so they are changed more often.
            int at =
                    random.nextBoolean()
                            ? random.nextInt(crafted.length)
                            : random.nextInt(Math.min(crafted.length, 4096));
            switch (random.nextInt(4)) {
                case 0 -> crafted[at] = (byte) random.nextInt(256);
                case 1 -> crafted[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 2 -> crafted[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int length = Math.min(1 + random.nextInt(64), crafted.length - at);
                    System.arraycopy(
                            crafted,
                            random.nextInt(crafted.length - length + 1),
                            crafted,
                            at,
                            length);
                }
            }
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(crafted, random.nextInt(crafted.length))
                : crafted;
    }
}
