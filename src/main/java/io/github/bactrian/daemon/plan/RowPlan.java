package io.github.bactrian.daemon.plan;

import io.github.bactrian.imports.DryRow;
import io.github.bactrian.imports.Forecast;
import java.util.List;

/**
 * What one row would do.
 *
 * @param steps in the order of doing
 * @param afterAnswer whether the route went on with an answer that nobody gave
 */
public record RowPlan(DryRow row, List<Step> steps, Forecast forecast, boolean afterAnswer) {}
