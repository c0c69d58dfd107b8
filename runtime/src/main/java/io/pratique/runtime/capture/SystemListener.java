package io.pratique.runtime.capture;

/** Is told what a system was like when the recording of its events began. */
public interface SystemListener {
    /** A recording begins: what was told before is no longer so. */
    void begin();

    void machine(Machine machine);

    void process(ProcessEntry process);

    /** A descriptor of the process {@code tid}, which was told before it. */
    void descriptor(long tid, DescriptorEntry descriptor);

    void networkInterface(InterfaceEntry networkInterface);

    void user(UserEntry user);

    void group(GroupEntry group);

    /** Listens to nothing. */
    static SystemListener none() {
        return new SystemListener() {
            @Override
            public void begin() {}

            @Override
            public void machine(Machine machine) {}

            @Override
            public void process(ProcessEntry process) {}

            @Override
            public void descriptor(long tid, DescriptorEntry descriptor) {}

            @Override
            public void networkInterface(InterfaceEntry networkInterface) {}

            @Override
            public void user(UserEntry user) {}

            @Override
            public void group(GroupEntry group) {}
        };
    }
}
