package dev.tallystream.standalone.audit;

import dev.tallystream.standalone.audit.Cell.Part;
import dev.tallystream.standalone.audit.Cell.Table;
import dev.tallystream.standalone.audit.Fact.Amount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which cells an amount belongs to: all parts in the four tables, crossings by day and month, the total by hour. */
final class Cells {
    private static final int MOST = 23;

    private Cells() {}

    static List<Cell> of(String organization, DateRules calendar, Instant time, Amount amount, @Nullable String user) {
        long date = calendar.dateOf(time);
        List<Cell> cells = new ArrayList<>(MOST);
        cells.add(new Cell(Table.HOURLY, organization, date, Part.HOUR, Long.toString(calendar.hourOf(time)), null));
        parts(cells, Table.DAILY, organization, date, amount, user);
        parts(cells, Table.WEEKLY, organization, calendar.weekOf(date), amount, user);
        parts(cells, Table.MONTHLY, organization, calendar.monthOf(date), amount, user);
        parts(cells, Table.QUARTERLY, organization, calendar.quarterOf(date), amount, user);
        crossings(cells, Table.DAILY, organization, date, amount, user);
        crossings(cells, Table.MONTHLY, organization, calendar.monthOf(date), amount, user);
        return cells;
    }

    private static void parts(
            List<Cell> cells, Table table, String organization, long start, Amount amount, @Nullable String user) {
        cells.add(new Cell(table, organization, start, Part.TOTAL, null, null));
        cells.add(new Cell(table, organization, start, Part.FEATURE, amount.feature(), null));
        cells.add(new Cell(table, organization, start, Part.TEAM, amount.team(), null));
        cells.add(new Cell(table, organization, start, Part.USER, user, null));
    }

    private static void crossings(
            List<Cell> cells, Table table, String organization, long start, Amount amount, @Nullable String user) {
        cells.add(new Cell(table, organization, start, Part.TEAM_FEATURE, amount.team(), amount.feature()));
        cells.add(new Cell(table, organization, start, Part.TEAM_USER, amount.team(), user));
        cells.add(new Cell(table, organization, start, Part.USER_FEATURE, user, amount.feature()));
    }
}
