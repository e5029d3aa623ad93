package io.andon.routes.plant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plant's folder that a test writes. */
public record PlantFolder(Path folder) {
    public static PlantFolder create(Path folder) {
        try {
            return new PlantFolder(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PlantFolder yaml(String text) {
        return write("plant.yaml", text);
    }

    public PlantFolder sql(String table, String text) {
        return write(table + ".sql", text);
    }

    private PlantFolder write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
