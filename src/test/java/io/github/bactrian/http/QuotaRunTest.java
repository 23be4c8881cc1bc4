package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.Settings;
import io.github.bactrian.http.HardQuota.Bucket;
import io.github.bactrian.http.HardQuota.Fixed;
import io.github.bactrian.http.HardQuota.Sliding;
import io.github.bactrian.http.SimulatedRun.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 64 rows at once against quotas of which nobody told us, and against quotas that are set. */
class QuotaRunTest {

    private static final Duration FOUR = Duration.ofSeconds(4);
    private static final Duration DIRECTORY = Duration.ofSeconds(150);

    private static Fixed fixed(int most, Duration span, long begunBefore) {
        return new Fixed(most, span, SimulatedRun.BEGIN.minusMillis(begunBefore), false);
    }

    private static Fixed fromFirstCall(int most, Duration span) {
        return new Fixed(most, span, SimulatedRun.BEGIN, true);
    }

    /** Each for round trips of so many milliseconds. */
    private static Stream<Arguments> shapes(Map<Supplier<HardQuota>, Integer> rows, Integer... roundTrips) {
        return rows.entrySet().stream().flatMap(quota -> Stream.of(roundTrips)
                .map(millis -> Arguments.of(quota.getKey(), quota.getValue(), Duration.ofNanos(millis * 500_000L))));
    }

    private static Stream<Arguments> quotas() {
        Map<Supplier<HardQuota>, Integer> rows = new LinkedHashMap<>();
        rows.put(fromFirstCall(20, Duration.ofMillis(2500)), 1000);
        rows.put(fromFirstCall(100, FOUR), 3000);
        rows.put(fromFirstCall(100, Duration.ofSeconds(5)), 3000);
        rows.put(fixed(100, FOUR, 0), 3000);
        rows.put(fixed(100, FOUR, 1300), 3000);
        rows.put(fixed(100, FOUR, 2500), 3000);
        rows.put(fixed(50, Duration.ofSeconds(10), 3000), 1500);
        rows.put(fixed(200, Duration.ofSeconds(3), 1300), 6000);
        rows.put(new Sliding(10, Duration.ofSeconds(10)), 1000);
        rows.put(new Sliding(100, FOUR), 3000);
        rows.put(new Sliding(100, Duration.ofMillis(2500)), 3000);
        rows.put(new Sliding(1000, Duration.ofSeconds(10)), 30_000);
        rows.put(new Bucket(100, Duration.ofMillis(40)), 3000);
        rows.put(new Bucket(100, Duration.ofMillis(1500)), 3000);
        rows.put(fromFirstCall(3000, DIRECTORY), 12000);
        rows.put(fixed(3000, DIRECTORY, 90_000), 12000);
        rows.put(new Sliding(3000, DIRECTORY), 12000);
        return shapes(rows, 5, 50);
    }

    @ParameterizedTest
    @MethodSource("quotas")
    void anUnknownQuotaIsUsedToNineTenthsWithHardlyARefusal(Supplier<HardQuota> quota, int rows, Duration way) {
        requireWithin(1.1, 0.01, quota, rows, way);
    }

    private static Stream<Arguments> harderQuotas() {
        Map<Supplier<HardQuota>, Integer> rows = new LinkedHashMap<>();
        rows.put(fromFirstCall(20, Duration.ofSeconds(1)), 1000);
        rows.put(fixed(20, Duration.ofMillis(2500), 800), 1000);
        rows.put(new Sliding(50, Duration.ofSeconds(1)), 1500);
        rows.put(new Bucket(10, Duration.ofSeconds(1)), 1000);
        rows.put(new Bucket(50, Duration.ofMillis(20)), 1500);
        return shapes(rows, 5, 50);
    }

    @ParameterizedTest
    @MethodSource("harderQuotas")
    void smallAndShortQuotasCostALittleMore(Supplier<HardQuota> quota, int rows, Duration way) {
        requireWithin(1.4, 0.02, quota, rows, way);
    }

    private static Stream<Arguments> slowApis() {
        Map<Supplier<HardQuota>, Integer> rows = new LinkedHashMap<>();
        rows.put(new Sliding(100, Duration.ofMillis(2500)), 3000);
        rows.put(fromFirstCall(100, Duration.ofSeconds(1)), 3000);
        rows.put(fromFirstCall(50, Duration.ofMillis(2500)), 1500);
        return shapes(rows, 200);
    }

    @ParameterizedTest
    @MethodSource("slowApis")
    void roundTripsOfAFifthOfASecondCostTimeWhereWindowsAreShort(Supplier<HardQuota> quota, int rows, Duration way) {
        requireWithin(2, 0.02, quota, rows, way);
    }

    private static void requireWithin(
            double times, double refusedPart, Supplier<HardQuota> quota, int rows, Duration way) {
        Duration ideal = SimulatedRun.ideal(quota.get(), rows, way);
        Result run = new SimulatedRun(quota.get(), CallSettings.DEFAULT, rows, way).run();
        assertThat(run.took().toMillis() / (double) ideal.toMillis())
                .as("times ideal")
                .isLessThanOrEqualTo(times);
        assertThat(run.refused() / (double) rows).as("refused").isLessThanOrEqualTo(refusedPart);
    }

    private static Stream<Arguments> rates() {
        return Stream.of(
                        Arguments.of(fromFirstCall(100, FOUR), "100/4s", 3000),
                        Arguments.of(fixed(100, FOUR, 1300), "100/4s", 3000),
                        Arguments.of(new Sliding(100, FOUR), "100/4s", 3000),
                        Arguments.of(new Sliding(20, Duration.ofSeconds(1)), "20/s", 3000),
                        Arguments.of(fromFirstCall(300, Duration.ofSeconds(3)), "300/3s", 6000),
                        Arguments.of(new Bucket(100, Duration.ofMillis(40)), "100/4s", 3000),
                        Arguments.of(new Sliding(3000, DIRECTORY), "3000/150s", 12000),
                        Arguments.of(fromFirstCall(3000, DIRECTORY), "3000/150s", 12000))
                .flatMap(quota -> Stream.of(5, 25).map(way -> {
                    Object[] set = quota.get();
                    return Arguments.of(set[0], set[1], set[2], Duration.ofMillis(way));
                }));
    }

    @ParameterizedTest
    @MethodSource("rates")
    void aRateThatIsSetIsKeptWithoutLosingTime(Supplier<HardQuota> quota, String rate, int rows, Duration way) {
        CallSettings settings = CallSettings.read(new Settings("call.", Map.of("rate", rate)));
        Duration ideal = SimulatedRun.ideal(quota.get(), rows, way);
        Result run = new SimulatedRun(quota.get(), settings, rows, way).run();
        assertThat(run.took().toMillis()).as("ms, ideally %s", ideal).isLessThanOrEqualTo(ideal.toMillis() * 105 / 100);
        assertThat(run.refused()).isZero();
    }
}
