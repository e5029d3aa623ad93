package io.andon.routes.contract;

import io.andon.routes.contract.Contract.Operation;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Every reading operation of the document, asked of a running Andon on the seeded plant. */
final class Walk {
    static final Contract CONTRACT = new Contract();

    /** A stream, and what this plant has no query for. */
    private static final Set<String> LEFT_OUT =
            Set.of("getEvents", "getWipLotHistory", "getOuTrend");

    private final RunningAndon andon;

    Walk(RunningAndon andon) {
        this.andon = andon;
    }

    /** The plant's folder, with lots whose source says of when they are: ages stand still. */
    static Path folderOf(SeededPlant plant, Path parent) {
        plant.run("ALTER TABLE MES_LOT ADD SNAP TIMESTAMP DEFAULT TIMESTAMP '2026-11-01 00:00:00'");
        Path folder = plant.folder(parent);
        Path lots = folder.resolve("lots.sql");
        try {
            Files.writeString(
                    lots, Files.readString(lots).replace("FROM", ", SNAP AS snapshot_at FROM"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Operation> operations() {
        return CONTRACT.operations().stream()
                .filter(each -> each.method().equals("get"))
                .filter(each -> !LEFT_OUT.contains(each.id()))
                .toList();
    }

    /** The operations that answer from a version of a table. */
    List<Operation> cached() {
        return operations().stream()
                .filter(each -> {
                    Reply reply = ask(each);
                    return hasMeta(reply) && !reply.versions().isEmpty();
                })
                .toList();
    }

    List<Reply> askAll() {
        return operations().stream().map(this::ask).toList();
    }

    Reply ask(Operation operation) {
        String path =
                operation
                        .path()
                        .replace("{lotId}", "D,4")
                        .replace("{resourceId}", "EQ%2F00")
                        .replace("{table}", "lots");
        return andon.http.get(path, "Authorization", andon.bearer());
    }

    static boolean hasMeta(Reply reply) {
        return reply.contentType().startsWith("application/json") && !reply.meta().isMissingNode();
    }
}
