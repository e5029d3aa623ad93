package io.andon.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way through the plant: 14 workcenters in order, with their stations and specs. */
final class ProcessRoute {
    /** Which packages a spec takes: trimming is for leads, sawing for those without. */
    enum Leads {
        ANY,
        LEADED,
        LEADLESS;

        boolean takes(Leads packageLeads) {
            return this == ANY || this == packageLeads;
        }
    }

    record Workcenter(int order, String name, String group) {}

    /**
     * One step. {@code weight} is its share of the lots; {@code family} is empty where lots only
     * wait, as at a QC gate.
     */
    record Spec(
            int seq,
            String name,
            String station,
            Workcenter workcenter,
            Optional<MachineFamily> family,
            Leads leads,
            double weight) {}

    private static final int SEQ_STEP = 10;

    static final List<Spec> SPECS = read();

    static final List<Workcenter> WORKCENTERS =
            SPECS.stream().map(Spec::workcenter).distinct().toList();

    private static final Map<Leads, List<Spec>> BY_LEADS = byLeads();

    private static final Map<Leads, Weights> WEIGHTS = weights();

    private ProcessRoute() {}

    /** The specs that a package passes, in order. */
    static List<Spec> of(Leads packageLeads) {
        return BY_LEADS.getOrDefault(packageLeads, SPECS);
    }

    /** A spec of the package's route, by weight. */
    static Spec draw(Leads packageLeads, Draw draw) {
        Weights weights = WEIGHTS.get(packageLeads);
        if (weights == null) throw new IllegalArgumentException("no route for " + packageLeads);
        return of(packageLeads).get(weights.pick(draw));
    }

    static Spec first(Leads packageLeads) {
        return of(packageLeads).getFirst();
    }

    static Spec at(int seq) {
        return SPECS.get(seq / SEQ_STEP - 1);
    }

    /** The spec after this one, or empty when the lot is done. */
    static Optional<Spec> after(int seq, Leads packageLeads) {
        return of(packageLeads).stream().filter(spec -> spec.seq > seq).findFirst();
    }

    /** Part of the weight that stands where no machine is. */
    static double waitingShare(Leads packageLeads) {
        double all = of(packageLeads).stream().mapToDouble(Spec::weight).sum();
        return of(packageLeads).stream()
                        .filter(spec -> spec.family.isEmpty())
                        .mapToDouble(Spec::weight)
                        .sum()
                / all;
    }

    private static List<Spec> read() {
        var rows = DataFile.rows("route.txt");
        var specs = new ArrayList<Spec>();
        Workcenter workcenter = new Workcenter(0, "", "");
        for (var row : rows) {
            String name = row.get(0);
            if (!name.equals(workcenter.name)) {
                workcenter = new Workcenter(workcenter.order + 1, name, row.get(1));
            }
            double inWorkcenter =
                    rows.stream()
                            .filter(other -> other.get(0).equals(name))
                            .mapToDouble(other -> Double.parseDouble(other.get(7)))
                            .sum();
            double share = Double.parseDouble(row.get(2));
            String family = row.get(5);
            specs.add(
                    new Spec(
                            SEQ_STEP * (specs.size() + 1),
                            row.get(4),
                            row.get(3),
                            workcenter,
                            family.equals("-")
                                    ? Optional.empty()
                                    : Optional.of(MachineFamily.named(family)),
                            leads(row.get(6)),
                            share * Double.parseDouble(row.get(7)) / inWorkcenter));
        }
        return List.copyOf(specs);
    }

    static Leads leads(String word) {
        return switch (word) {
            case "leaded" -> Leads.LEADED;
            case "leadless" -> Leads.LEADLESS;
            case "any" -> Leads.ANY;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Map<Leads, List<Spec>> byLeads() {
        var routes = new EnumMap<Leads, List<Spec>>(Leads.class);
        for (var leads : List.of(Leads.LEADED, Leads.LEADLESS)) {
            routes.put(leads, SPECS.stream().filter(spec -> spec.leads.takes(leads)).toList());
        }
        return routes;
    }

    private static Map<Leads, Weights> weights() {
        var weights = new EnumMap<Leads, Weights>(Leads.class);
        BY_LEADS.forEach((leads, specs) ->
                weights.put(leads, Weights.of(specs.stream().mapToDouble(Spec::weight).toArray())));
        return weights;
    }
}
