package io.andon.routes.settings;

import java.util.ArrayList;
import java.util.List;

/** Everything found wrong with the configuration, so that one start reports it all. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    public void add(String complaint) {
        found.add(complaint);
    }

    public void require(boolean holds, String complaint) {
        if (!holds) found.add(complaint);
    }

    public boolean any() {
        return !found.isEmpty();
    }

    public List<String> found() {
        return List.copyOf(found);
    }

    /**
     * Ends the reading of a configuration.
     *
     * @throws ConfigurationException naming every complaint, if there is one
     */
    public void throwIfAny() {
        if (any()) throw new ConfigurationException(found());
    }
}
