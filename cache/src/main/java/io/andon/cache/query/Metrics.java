package io.andon.cache.query;

/**
 * The formulas of the metric dictionary: ratios of sums, never means of ratios; 0 when the
 * denominator is 0; never rounded. Shares are 0 to 1.
 */
public final class Metrics {
    private Metrics() {}

    /** A quotient that is 0 when the denominator is. */
    public static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    /** A share of counts, 0 when there are none. */
    public static double share(long part, long whole) {
        return ratio((double) part, (double) whole);
    }

    /** Hours in each E10 state. */
    public record StateHours(
            double prd, double sby, double egt, double sdt, double udt, double nst) {
        /** All but nonscheduled. */
        double operations() {
            return prd + sby + egt + sdt + udt;
        }

        double all() {
            return operations() + nst;
        }

        double up() {
            return prd + sby + egt;
        }

        public StateHours plus(StateHours other) {
            return new StateHours(
                    prd + other.prd,
                    sby + other.sby,
                    egt + other.egt,
                    sdt + other.sdt,
                    udt + other.udt,
                    nst + other.nst);
        }
    }

    /** Overall utilisation: PRD of all scheduled hours. */
    public static double ou(StateHours hours) {
        return ratio(hours.prd(), hours.operations());
    }

    /** Uptime of all hours. */
    public static double availabilityHours(StateHours hours) {
        return ratio(hours.up(), hours.all());
    }

    public static double totalUtilization(StateHours hours) {
        return ratio(hours.prd(), hours.all());
    }

    public static double manufacturingUtilization(StateHours hours) {
        return ratio(hours.prd(), hours.prd() + hours.sby());
    }

    public static double yieldOf(double good, double rejects) {
        return ratio(good, good + rejects);
    }

    /** Availability times yield; it has no rate term, so it is not E79's OEE. */
    public static double oeeSimple(StateHours hours, double good, double rejects) {
        return availabilityHours(hours) * yieldOf(good, rejects);
    }

    /**
     * E79's OEE: uptime/T × PRD/uptime × rate × quality.
     *
     * @param perHour what the plant's rate makes in a productive hour
     */
    public static double oee(StateHours hours, double made, double good, double perHour) {
        return ratio(hours.up(), hours.all())
                * ratio(hours.prd(), hours.up())
                * ratio(made, hours.prd() * perHour)
                * ratio(good, made);
    }

    /** Productive hours a failure. */
    public static double mtbfP(StateHours hours, double failures) {
        return ratio(hours.prd(), failures);
    }

    /** Repair hours a repair. */
    public static double mttr(double repairHours, double repairs) {
        return ratio(repairHours, repairs);
    }

    /** Scheduled down hours an unscheduled one. */
    public static double mRatio(StateHours hours) {
        return ratio(hours.sdt(), hours.udt());
    }

    /** Moves a lot in progress. */
    public static double turns(double moves, double wip) {
        return ratio(moves, wip);
    }

    /** Little's law: lots in progress by throughput, in the throughput's unit of time. */
    public static double cycleTime(double wip, double throughput) {
        return ratio(wip, throughput);
    }

    public static double xFactor(double cycleTime, double rawProcessTime) {
        return ratio(cycleTime, rawProcessTime);
    }
}
