package dev.tallystream.benchmark.model;

import dev.tallystream.standalone.audit.Cell;
import dev.tallystream.standalone.audit.Cell.Part;
import dev.tallystream.standalone.audit.Cell.Table;
import dev.tallystream.standalone.audit.DateRules;
import dev.tallystream.standalone.audit.Sums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What must hold between the cells of the tables, whatever was counted: a whole is the sum of its parts, a longer period
 * that of its shorter ones, a crossing's margins are the parts that it crosses.
 */
final class Balances {
    private static final Sums NOTHING = new Sums(0, 0);

    private final Map<Cell, Sums> cells;
    private final Function<String, DateRules> calendars;
    private final List<String> violations = new ArrayList<>();

    private Balances(Map<Cell, Sums> cells, Function<String, DateRules> calendars) {
        this.cells = cells;
        this.calendars = calendars;
    }

    /** Every sum that does not hold. */
    static List<String> violations(Map<Cell, Sums> cells, Function<String, DateRules> calendars) {
        Balances balances = new Balances(cells, calendars);
        balances.ofParts();
        balances.ofPeriods();
        return balances.violations;
    }

    /** To which cell a cell's sum belongs; null where it belongs to none. */
    @FunctionalInterface
    private interface Belongs {
        @Nullable
        Cell to(Cell cell);
    }

    private void ofParts() {
        for (Part part : List.of(Part.FEATURE, Part.TEAM, Part.USER)) {
            check(
                    "total = sum by " + part,
                    Part.TOTAL,
                    Set.of(Table.values()),
                    cell -> cell.part() == part
                            ? new Cell(cell.table(), cell.organization(), cell.start(), Part.TOTAL, null, null)
                            : null);
        }
        margin(Part.TEAM_FEATURE, Part.TEAM, Part.FEATURE);
        margin(Part.TEAM_USER, Part.TEAM, Part.USER);
        margin(Part.USER_FEATURE, Part.USER, Part.FEATURE);
    }

    private void margin(Part crossing, Part first, Part second) {
        Set<Table> tables = Set.of(Table.DAILY, Table.MONTHLY);
        check(
                first + " = sum of " + crossing,
                first,
                tables,
                cell -> cell.part() == crossing
                        ? new Cell(cell.table(), cell.organization(), cell.start(), first, cell.first(), null)
                        : null);
        check(
                second + " = sum of " + crossing,
                second,
                tables,
                cell -> cell.part() == crossing
                        ? new Cell(cell.table(), cell.organization(), cell.start(), second, cell.second(), null)
                        : null);
    }

    private void ofPeriods() {
        check(
                "day = sum of hours",
                Part.TOTAL,
                Set.of(Table.DAILY),
                cell -> cell.part() == Part.HOUR
                        ? new Cell(Table.DAILY, cell.organization(), cell.start(), Part.TOTAL, null, null)
                        : null);
        for (Part part : List.of(Part.TOTAL, Part.FEATURE, Part.TEAM, Part.USER)) {
            longer(part, Table.DAILY, Table.WEEKLY, DateRules::weekOf);
            longer(part, Table.DAILY, Table.MONTHLY, DateRules::monthOf);
            longer(part, Table.DAILY, Table.QUARTERLY, DateRules::quarterOf);
        }
        for (Part part : List.of(Part.TEAM_FEATURE, Part.TEAM_USER, Part.USER_FEATURE)) {
            longer(part, Table.DAILY, Table.MONTHLY, DateRules::monthOf);
        }
        months();
    }

    @FunctionalInterface
    private interface StartOf {
        long of(DateRules calendar, long date);
    }

    private void longer(Part part, Table from, Table to, StartOf start) {
        check(to + " = sum of " + from + " by " + part, part, Set.of(to), cell -> {
            if (cell.table() != from || cell.part() != part) {
                return null;
            }
            DateRules calendar = calendars.apply(cell.organization());
            return new Cell(
                    to, cell.organization(), start.of(calendar, cell.start()), part, cell.first(), cell.second());
        });
    }

    /** Months make a quarter where no rule ever changed: a quarter that a change cuts may end within a month. */
    private void months() {
        check("quarter = sum of months", Part.TOTAL, Set.of(Table.QUARTERLY), cell -> {
            DateRules calendar = calendars.apply(cell.organization());
            boolean ours = cell.table() == Table.MONTHLY && cell.part() == Part.TOTAL;
            return ours && !calendar.everChange()
                    ? new Cell(
                            Table.QUARTERLY,
                            cell.organization(),
                            calendar.quarterOf(cell.start()),
                            Part.TOTAL,
                            null,
                            null)
                    : null;
        });
    }

    private void check(String what, Part part, Set<Table> tables, Belongs belongs) {
        Map<Cell, Sums> summed = new HashMap<>();
        Set<String> organizations = new HashSet<>();
        cells.forEach((cell, sums) -> {
            Cell whole = belongs.to(cell);
            if (whole != null) {
                organizations.add(whole.organization());
                summed.merge(
                        whole,
                        sums,
                        (one, other) -> new Sums(one.micros() + other.micros(), one.events() + other.events()));
            }
        });
        Set<Cell> wholes = new HashSet<>(summed.keySet());
        cells.keySet().stream()
                .filter(cell -> cell.part() == part
                        && tables.contains(cell.table())
                        && organizations.contains(cell.organization()))
                .forEach(wholes::add);
        for (Cell whole : wholes) {
            Sums holds = cells.getOrDefault(whole, NOTHING);
            Sums sum = summed.getOrDefault(whole, NOTHING);
            // An hourly row has no parts.
            if (tables.contains(whole.table()) && whole.table() != Table.HOURLY && !holds.equals(sum)) {
                violations.add(what + ": " + whole + " holds " + holds + ", its parts come to " + sum);
            }
        }
    }
}
