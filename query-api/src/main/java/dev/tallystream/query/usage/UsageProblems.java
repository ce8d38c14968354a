package dev.tallystream.query.usage;

import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.Asked.ParameterFault.Kind;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How questions that cannot be answered are told over HTTP, to programs and people alike. */
public final class UsageProblems {
    /** What of a parameter's name is repeated; anything else is input that nobody needs back. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** What is said of a period that starts after today. */
    public static final String NOT_BEGUN = "This period has not begun.";

    private UsageProblems() {}

    /**
     * The request that was understood.
     *
     * @throws ProblemException with every wrong parameter where it was not
     */
    public static <T> T understood(Asked<T> asked) {
        return switch (asked) {
            case Asked.Understood<T>(T request) -> request;
            case Asked.NotUnderstood<T>(var faults) -> throw new ProblemException(problem(faults));
        };
    }

    /**
     * The answer.
     *
     * @throws ProblemException that says why there is none
     */
    public static <T> T answered(UsageOutcome<T> outcome) {
        return switch (outcome) {
            case UsageOutcome.Answer<T>(T answer, var settings) -> answer;
            case UsageOutcome.Denied<T>(var denial) -> throw new ProblemException(denial.toProblemType());
            case UsageOutcome.Unavailable<T>(var reason) ->
                throw new ProblemException(
                        switch (reason) {
                            case RESTORING -> ProblemType.RESTORING;
                            case REBALANCING -> ProblemType.REBALANCING;
                        });
            case UsageOutcome.OtherPartition<T>() ->
                throw new ProblemException(problem(List.of(new ParameterFault(
                        "min_position", Kind.INVALID, "is of another partition than this organization's"))));
            case UsageOutcome.Busy<T>() -> throw new ProblemException(ProblemType.RATE_LIMITED);
            case UsageOutcome.NoSuchPeriod<T>(var period) ->
                throw new ProblemException(
                        problem(List.of(new ParameterFault("period", Kind.INVALID, PeriodName.RULE))));
            case UsageOutcome.NotBegun<T>() ->
                throw new ProblemException(Problem.of(ProblemType.INVALID_PARAMETER, NOT_BEGUN));
            case UsageOutcome.NoSuchRange<T>(var parameter, var rule, var limit) ->
                throw new ProblemException(
                        problem(List.of(new ParameterFault(parameter, Kind.INVALID, rule.formatted(limit)))));
            case UsageOutcome.NotAligned<T> cutsAPeriod -> throw new ProblemException(ProblemType.RANGE_NOT_ALIGNED);
            case UsageOutcome.NotKept<T>() ->
                throw new ProblemException(
                        Problem.of(ProblemType.NOT_FOUND, "The days or months of this period are no longer kept."));
            case UsageOutcome.NoSuchMember<T>() -> throw new ProblemException(ProblemType.NOT_FOUND);
            case UsageOutcome.UsersHidden<T>() -> throw new ProblemException(ProblemType.USER_BREAKDOWN_HIDDEN);
            case UsageOutcome.InvalidCursor<T>() -> throw new ProblemException(ProblemType.INVALID_CURSOR);
            case UsageOutcome.ExpiredCursor<T>() -> throw new ProblemException(ProblemType.CURSOR_EXPIRED);
        };
    }

    private static Problem problem(List<ParameterFault> faults) {
        boolean unknown = faults.stream().anyMatch(fault -> fault.kind() == Kind.UNKNOWN);
        String detail = faults.stream().map(UsageProblems::sentence).collect(Collectors.joining(" "));
        List<String> names = faults.stream()
                .map(ParameterFault::parameter)
                .filter(UsageProblems::isPlain)
                .toList();
        return Problem.ofParameters(
                unknown ? ProblemType.UNKNOWN_PARAMETER : ProblemType.INVALID_PARAMETER, detail, names);
    }

    private static String sentence(ParameterFault fault) {
        String name = isPlain(fault.parameter()) ? "The parameter " + fault.parameter() : "One";
        return name + " " + fault.rule() + ".";
    }

    private static boolean isPlain(String name) {
        return PLAIN_NAME.matcher(name).matches();
    }
}
