package io.andon.cache.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workcenter × package. Rows by the workcenters' order, those without one last; columns by pieces,
 * most first; ties by name, null last. A null workcenter or package is a row or column of its own.
 *
 * @param cells those that hold lots, by row and then column
 */
public record Matrix(
        List<MatrixRow> rows, List<MatrixColumn> columns, List<Cell> cells, Count total) {
    public record MatrixRow(
            @Nullable String workcenter, @Nullable Long order, long lots, long qty) {}

    public record MatrixColumn(@Nullable String pkg, long lots, long qty) {}

    /** What is in one place of the matrix, by positions from 0. */
    public record Cell(int row, int column, long lots, long qty, long holdQty) {}
}
