package io.andon.processors.refresh;

import static io.andon.processors.refresh.Tables.at;
import static io.andon.processors.refresh.Tables.every;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.TablePlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schedule after late ticks, pauses of the process and refused logins. */
final class TimetableTest {
    private static final TablePlan LOTS = every("lots", 5);
    private static final TablePlan RESOURCES = every("resources", 30);
    private static final TablePlan STATUS = every("resource_status", 5);

    private final List<String> launched = new ArrayList<>();
    private final Timetable timetable =
            new Timetable((table, delay) -> launched.add(table + " in " + delay.toMillis()));

    @Test
    void ticksThatAPauseOfTheProcessPiledUpAreOneRead() {
        assertThat(comes(LOTS, 0)).isTrue();
        assertThat(comes(LOTS, 92.5)).isTrue();
        for (int tick = 0; tick < 18; tick++) {
            assertThat(timetable.goesOn(LOTS, at(92.6))).isFalse();
        }
        assertThat(launched).containsExactly("lots in 4900");
        assertThat(timetable.goesOn(LOTS, at(95))).isFalse();
        assertThat(comes(LOTS, 97.5)).isTrue();
        assertThat(timetable.goesOn(LOTS, at(100))).isFalse();
        assertThat(launched.getLast()).isEqualTo("lots in 2500");
    }

    @Test
    void oneThatWasPutOffComesInVainWhereAnotherWentOn() {
        comes(LOTS, 0);
        assertThat(timetable.goesOn(LOTS, at(4))).isFalse();
        assertThat(comes(LOTS, 5)).isTrue();
        assertThat(timetable.goesOn(LOTS, at(5.1))).isFalse();
        assertThat(launched).containsExactly("lots in 1000", "lots in 4900");
    }

    @Test
    void aTickThatWaitedForItsTurnIsFollowedAPeriodAfterItBegan() {
        assertThat(timetable.goesOn(RESOURCES, at(0))).isTrue();
        timetable.begins(RESOURCES, at(20));
        assertThat(timetable.next(RESOURCES, at(21))).isEqualTo(at(50));
        assertThat(timetable.goesOn(RESOURCES, at(30))).isFalse();
        assertThat(launched).containsExactly("resources in 20000");
        assertThat(timetable.next(RESOURCES, at(31))).isEqualTo(at(50));
    }

    @Test
    void aTickWhileTheLastOneStillWaitsForItsTurnIsTheSame() {
        timetable.goesOn(LOTS, at(0));
        assertThat(timetable.goesOn(LOTS, at(0.2))).isFalse();
        assertThat(timetable.begins(LOTS, at(0.3))).isTrue();
        assertThat(timetable.next(LOTS, at(1))).isEqualTo(at(5.3));
        assertThat(timetable.goesOn(LOTS, at(5))).isFalse();
        assertThat(launched).containsExactly("lots in 4800", "lots in 300");
    }

    @Test
    void anAttemptThatNeverBeganIsWaitedForNoLongerThanAPeriod() {
        timetable.goesOn(LOTS, at(0));
        assertThat(timetable.goesOn(LOTS, at(4.999))).isFalse();
        assertThat(timetable.goesOn(LOTS, at(5))).isTrue();
    }

    @Test
    void anAttemptBeyondTheScheduleMovesNoTick() {
        assertThat(comes(LOTS, 0)).isTrue();
        assertThat(timetable.begins(LOTS, at(4))).isFalse();
        assertThat(timetable.next(LOTS, at(4))).isEqualTo(at(5));
        assertThat(comes(LOTS, 5)).isTrue();
    }

    @Test
    void afterARefusedLoginOneTableTriesAMinuteLater() {
        comes(LOTS, 0);
        timetable.pause(at(0.1));
        for (int tick = 5; tick < 60; tick += 5) {
            assertThat(timetable.goesOn(LOTS, at(tick))).isFalse();
            assertThat(timetable.goesOn(STATUS, at(tick + 1))).isFalse();
        }
        assertThat(launched).containsExactly("lots in 55100", "resource_status in 54100");
        assertThat(timetable.next(STATUS, at(58))).isEqualTo(at(60.1));
        assertThat(timetable.next(LOTS, at(58))).isEqualTo(at(60.1));
        assertThat(timetable.goesOn(LOTS, at(60.1))).isTrue();
        assertThat(timetable.goesOn(STATUS, at(60.1))).isFalse();
        assertThat(launched.getLast()).isEqualTo("resource_status in 60000");
    }

    @Test
    void oneThatWasPutOffBeforeALoginWasRefusedIsHeldBackToo() {
        comes(LOTS, 0);
        comes(STATUS, 0.2);
        assertThat(timetable.goesOn(STATUS, at(5))).isFalse();
        timetable.pause(at(5.1));
        assertThat(timetable.goesOn(STATUS, at(5.2))).isFalse();
        assertThat(launched).containsExactly("resource_status in 200", "resource_status in 59900");
    }

    @Test
    void aSecondRefusalIsAnotherMinute() {
        comes(LOTS, 0);
        timetable.pause(at(0));
        timetable.goesOn(STATUS, at(1));
        assertThat(comes(STATUS, 60)).isTrue();
        timetable.pause(at(60.2));
        assertThat(timetable.goesOn(LOTS, at(61))).isFalse();
        assertThat(launched).containsExactly("resource_status in 59000", "lots in 59200");
    }

    @Test
    void whenTheLoginIsLetInThoseHeldBackComeAtOnceAndOthersWhenDue() {
        comes(LOTS, 0);
        comes(RESOURCES, 4);
        timetable.pause(at(4));
        timetable.goesOn(LOTS, at(5));
        timetable.goesOn(STATUS, at(6));
        timetable.goesOn(RESOURCES, at(34));
        launched.clear();
        assertThat(comes(LOTS, 64)).isTrue();
        assertThat(timetable.resume(at(64.2))).isTrue();
        assertThat(launched).containsExactly("resources in 0", "resource_status in 0");
        assertThat(timetable.resume(at(64.3))).isFalse();
        assertThat(comes(STATUS, 64.3)).isTrue();
        assertThat(timetable.next(LOTS, at(65))).isEqualTo(at(69));
    }

    @Test
    void aPauseWithNobodyHeldBackEndsWithTheNextTick() {
        comes(RESOURCES, 0);
        var slow = every("slow", 600);
        timetable.pause(at(1));
        assertThat(timetable.goesOn(slow, at(400))).isTrue();
        assertThat(timetable.goesOn(RESOURCES, at(400.1))).isFalse();
        assertThat(timetable.next(RESOURCES, at(401))).isEqualTo(at(460));
    }

    private boolean comes(TablePlan plan, double seconds) {
        boolean goesOn = timetable.goesOn(plan, at(seconds));
        if (goesOn) timetable.begins(plan, at(seconds));
        return goesOn;
    }
}
