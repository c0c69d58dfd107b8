package io.pratique.runtime.state;

import io.pratique.runtime.capture.DescriptorEntry;
import io.pratique.runtime.capture.DescriptorKind;
import io.pratique.runtime.capture.ProcessEntry;
import io.pratique.runtime.field.Bytes;

/** Tells threads and descriptors as captures list them. */
final class Snapshot {
    private Snapshot() {}

    static ProcessEntry of(ThreadState thread) {
        return new ProcessEntry(
                thread.tid,
                thread.pid,
                thread.parent,
                thread.session,
                thread.virtualGroup,
                thread.group,
                thread.virtualTid,
                thread.virtualPid,
                Bytes.of(thread.name),
                Bytes.of(thread.program),
                Bytes.of(thread.programPath),
                Bytes.of(thread.arguments),
                Bytes.of(thread.process.directory.path),
                Bytes.of(thread.process.environment),
                Bytes.of(thread.cgroups),
                Bytes.of(thread.root),
                thread.fileLimit,
                thread.flags,
                thread.uid,
                thread.gid,
                thread.loginUid,
                thread.tty,
                thread.virtualMemory,
                thread.residentMemory,
                thread.swappedMemory,
                thread.majorFaults,
                thread.minorFaults,
                thread.inheritable,
                thread.permitted,
                thread.effective,
                thread.programIsWritable,
                thread.programIsUpperLayer,
                thread.programIsLowerLayer,
                thread.programIsFromMemory,
                thread.programInode,
                thread.programChangeTime,
                thread.programModifyTime,
                thread.namespaceStart);
    }

    static DescriptorEntry of(long number, Descriptor open) {
        DescriptorKind kind = open.kind;
        int size = open.addressSize();
        if (kind == DescriptorKind.IPV4 || kind == DescriptorKind.IPV6) {
            return DescriptorEntry.connection(
                    number,
                    open.inode,
                    kind,
                    Bytes.of(java.util.Arrays.copyOf(open.source, size)),
                    open.sourcePort,
                    Bytes.of(java.util.Arrays.copyOf(open.destination, size)),
                    open.destinationPort,
                    open.protocol);
        }
        if (kind == DescriptorKind.IPV4_SERVER || kind == DescriptorKind.IPV6_SERVER) {
            return DescriptorEntry.server(
                    number,
                    open.inode,
                    kind,
                    Bytes.of(java.util.Arrays.copyOf(open.source, size)),
                    open.sourcePort,
                    open.protocol);
        }
        if (kind == DescriptorKind.UNIX) {
            return DescriptorEntry.unix(
                    number, open.inode, open.sourcePeer, open.destinationPeer, Bytes.of(open.name));
        }
        return DescriptorEntry.named(
                number, open.inode, kind, Bytes.of(open.name), open.flags, open.device);
    }
}
