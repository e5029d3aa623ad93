package io.andon.cache.index;

/** What the indices are called, in code and in metrics. */
final class IndexNames {
    static final String PRIMARY_KEY = "primary-key";
    static final String GROUP = "group";
    static final String BITMAP = "bitmap:";
    static final String WIP_CUBE = "cube:wip";
    static final String HOLD_CUBE = "cube:hold";
    static final String KEY_ORDER = "order:key";
    static final String AGE_ORDER = "order:age";

    /** No column can be called so. */
    static final String DUMMY = "dummy-lot";

    private IndexNames() {}
}
