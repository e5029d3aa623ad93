package io.andon.cache.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.ColumnBuilder;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: groups hold the rows that a map of lists holds, null's among them. */
final class GroupIndexOracleTest {
    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void groupsAgreeWithAMapOfLists(long seed) {
        var random = new SplittableRandom(seed);
        List<@Nullable String> values = new ArrayList<>();
        int reach = random.nextInt(1, 80);
        int count = seed == 0 ? 0 : seed == 1 ? 1 : random.nextInt(400);
        for (int row = 0; row < count; row++)
            values.add(
                    random.nextInt(9) == 0
                            ? null
                            : (random.nextBoolean() ? "M" : "m") + random.nextInt(reach));
        boolean key = random.nextBoolean();
        ColumnBuilder builder =
                ColumnBuilder.of(
                        new ColumnSpec("resource_id", ColumnType.TEXT), key, Optional.empty());
        Map<Optional<String>, List<Integer>> oracle = new HashMap<>();
        for (int row = 0; row < count; row++) {
            String value = values.get(row);
            if (value == null) builder.appendNull();
            else builder.appendText(value);
            oracle.computeIfAbsent(Optional.ofNullable(value), _ -> new ArrayList<>()).add(row);
        }
        Column column = builder.build();
        assertThat(column instanceof BytesColumn || column instanceof DictionaryColumn).isTrue();

        var index = GroupIndex.over(column, Built.Watch.start("group", 1, System::nanoTime));

        Map<Optional<String>, List<Integer>> found = new HashMap<>();
        for (int group = 0; group < index.groups(); group++)
            found.put(Optional.ofNullable(index.value(group)), rows(index, group));
        assertThat(found).isEqualTo(oracle);
        assertThat(found.values().stream().mapToInt(List::size).sum()).isEqualTo(count);
        oracle.forEach((value, rows) -> {
            if (value.isEmpty()) return;
            OptionalInt group = index.groupOf(value.get());
            assertThat(rows(index, group.orElseThrow())).isEqualTo(rows);
        });
        assertThat(index.groupOf("absent")).isEmpty();
        assertThat(index.groupOf("")).isEmpty();
    }

    private static List<Integer> rows(GroupIndex index, int group) {
        return IntStream.range(0, index.size(group)).mapToObj(i -> index.row(group, i)).toList();
    }
}
