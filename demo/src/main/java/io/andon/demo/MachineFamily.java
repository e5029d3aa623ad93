package io.andon.demo;

import java.util.ArrayList;
import java.util.List;

/** Machines of one kind; they have the numbers {@code firstSeq} to {@code lastSeq}. */
record MachineFamily(
        String name,
        String workcenter,
        String prefix,
        int firstSeq,
        int count,
        String category,
        String vendor,
        String model) {
    static final List<MachineFamily> ALL = read();

    static final int MACHINES = ALL.getLast().lastSeq();

    /** Newly delivered machines that report no status yet: the last one of three families. */
    private static final List<String> WITH_A_SILENT_MACHINE = List.of("WM", "TR", "OS");

    int lastSeq() {
        return firstSeq + count - 1;
    }

    String machineId(int seq) {
        return prefix + '-' + Digits.pad(seq - firstSeq + 1, 4);
    }

    boolean silent(int seq) {
        return seq == lastSeq() && WITH_A_SILENT_MACHINE.contains(prefix);
    }

    static MachineFamily named(String name) {
        return ALL.stream().filter(family -> family.name.equals(name)).findAny().orElseThrow();
    }

    static MachineFamily of(int machineSeq) {
        return ALL.stream()
                .filter(family -> machineSeq <= family.lastSeq())
                .findFirst()
                .orElseThrow();
    }

    private static List<MachineFamily> read() {
        var families = new ArrayList<MachineFamily>();
        int next = 1;
        for (var row : DataFile.rows("families.txt")) {
            int count = Integer.parseInt(row.get(3));
            families.add(
                    new MachineFamily(
                            row.get(0),
                            row.get(1),
                            row.get(2),
                            next,
                            count,
                            row.get(4),
                            row.get(5),
                            row.get(6)));
            next += count;
        }
        return List.copyOf(families);
    }
}
