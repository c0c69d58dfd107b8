package io.pratique.runtime.capture;

import io.pratique.runtime.field.Bytes;

/**
 * A process or thread that was there when a recording began. What was not recorded is -1 for ids, 0
 * for other numbers, and empty for text.
 *
 * @param arguments behind the program's own name; each ends with a NUL
 * @param environment each variable ends with a NUL
 * @param cgroups {@code subsystem=path}, each ends with a NUL
 * @param flags those of clone, in the numbering of captures
 * @param loginUid 4294967295 when there is none
 */
public record ProcessEntry(
        long tid,
        long pid,
        long parent,
        long session,
        long virtualGroup,
        long group,
        long virtualTid,
        long virtualPid,
        Bytes name,
        Bytes program,
        Bytes programPath,
        Bytes arguments,
        Bytes directory,
        Bytes environment,
        Bytes cgroups,
        Bytes root,
        long fileLimit,
        long flags,
        long uid,
        long gid,
        long loginUid,
        long tty,
        long virtualMemory,
        long residentMemory,
        long swappedMemory,
        long majorFaults,
        long minorFaults,
        long inheritable,
        long permitted,
        long effective,
        boolean programIsWritable,
        boolean programIsUpperLayer,
        boolean programIsLowerLayer,
        boolean programIsFromMemory,
        long programInode,
        long programChangeTime,
        long programModifyTime,
        long namespaceStart) {}
