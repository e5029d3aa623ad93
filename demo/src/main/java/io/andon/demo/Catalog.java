package io.andon.demo;

import io.andon.demo.ProcessRoute.Leads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the plant makes: 60 packages, about 400 products, any number of work orders. The same seed
 * gives the same catalog; work orders are computed from their number and not kept.
 */
final class Catalog {
    record PackageType(String name, Leads leads) {}

    record Product(
            String name, PackageType packageType, String type, String customer, String bop) {}

    record WorkOrder(String number, Product product, String waferLot, int pieces, int wafers) {}

    private static final int PRODUCTS = 400;
    private static final double PACKAGE_EXPONENT = 0.95;
    private static final double PRODUCT_EXPONENT = 0.7;
    private static final List<String> TYPES =
            List.of("PMIC", "MCU", "Driver", "Sensor", "Flash", "Audio", "RF", "Automotive");
    private static final List<String> CUSTOMERS =
            List.of(
                    "Aldera",
                    "Boreal Semi",
                    "Cypher",
                    "Delmont",
                    "Eastgate",
                    "Fluxion",
                    "Granite IC",
                    "Halcyon",
                    "Inova",
                    "Juniper Micro",
                    "Kairos",
                    "Lyra Power");

    private final long seed;
    private final List<PackageType> packages;
    private final List<List<Product>> products = new ArrayList<>();
    private final List<Weights> productWeights = new ArrayList<>();
    private final Weights packageWeights;
    private final Map<String, Leads> leads = new HashMap<>();

    Catalog(long seed) {
        this.seed = seed;
        var draw = Draw.of(seed, -1);
        packages = shuffled(draw);
        packageWeights = Weights.zipf(packages.size(), PACKAGE_EXPONENT);
        var counts = new int[packages.size()];
        for (int i = 0; i < PRODUCTS; i++) {
            counts[i < counts.length ? i : packageWeights.pick(draw)]++;
        }
        for (int i = 0; i < counts.length; i++) {
            products.add(products(packages.get(i), counts[i], draw));
            productWeights.add(Weights.zipf(counts[i], PRODUCT_EXPONENT));
            leads.put(packages.get(i).name, packages.get(i).leads);
        }
    }

    List<PackageType> packages() {
        return packages;
    }

    List<Product> products() {
        return products.stream().flatMap(List::stream).toList();
    }

    /** A lot whose package nobody entered goes the leaded way. */
    Leads leads(@Nullable String packageName) {
        return leads.getOrDefault(packageName == null ? "" : packageName, Leads.LEADED);
    }

    WorkOrder workOrder(long number) {
        var draw = Draw.of(seed, number);
        int packageAt = packageWeights.pick(draw);
        Product product = products.get(packageAt).get(productWeights.get(packageAt).pick(draw));
        return new WorkOrder(
                "WO" + Digits.pad(number, 7),
                product,
                "N" + Digits.pad(draw.between(1, 999_999), 6),
                (int) Math.clamp(draw.logNormal(4_000, 0.7), 50, 60_000),
                (int) draw.between(1, 25));
    }

    private static List<PackageType> shuffled(Draw draw) {
        var all = new ArrayList<PackageType>();
        for (var row : DataFile.rows("packages.txt")) {
            Leads leads = ProcessRoute.leads(row.get(1));
            for (String member : row.get(2).split(" ", -1)) {
                all.add(new PackageType(row.get(0) + '-' + member, leads));
            }
        }
        for (int i = all.size() - 1; i > 0; i--) {
            int other = draw.below(i + 1);
            all.set(i, all.set(other, all.get(i)));
        }
        return List.copyOf(all);
    }

    private static List<Product> products(PackageType packageType, int count, Draw draw) {
        var made = new ArrayList<Product>();
        for (int i = 0; i < count; i++) {
            String customer = draw.pick(CUSTOMERS);
            made.add(
                    new Product(
                            customer.substring(0, 2).toUpperCase(Locale.ROOT)
                                    + packageType.name.replace("-", "")
                                    + '-'
                                    + Digits.pad(i + 1, 3),
                            packageType,
                            draw.pick(TYPES),
                            customer,
                            "BOP-" + packageType.name));
        }
        return made;
    }
}
