import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.DefaultReportImpl;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.util.ReportingLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** EPUBCheck, kept warm: errors and warnings fail a file, usage messages are notes. */
final class EpubCheck {
    private EpubCheck() {}

    public static void main(String[] arguments) throws Exception {
        String version = com.adobe.epubcheck.api.EpubCheck.version();
        Answers.converse("epubcheck", version, EpubCheck::judge);
    }

    private static Answers.Answer judge(Path file, String profile) {
        Listening report = new Listening(file);
        report.setReportingLevel(ReportingLevel.Usage);
        var check = new com.adobe.epubcheck.api.EpubCheck(file.toFile(), report);
        check.setLocale(Locale.ENGLISH);
        check.doValidate();
        boolean passed = report.getFatalErrorCount() + report.getErrorCount()
                + report.getWarningCount() == 0;
        return new Answers.Answer(passed, report.features, report.findings);
    }

    /** Keeps what EPUBCheck says instead of printing it. */
    private static final class Listening extends DefaultReportImpl {
        final List<Map<String, Object>> findings = new ArrayList<>();
        final Path file;
        long features;

        Listening(Path file) {
            super(file.toString());
            this.file = file;
        }

        @Override
        public void message(Message message, EPUBLocation place, Object... details) {
            super.message(message, place, details);
            String severity = severity(message.getSeverity());
            if (severity != null) {
                String suggestion = message.getSuggestion();
                findings.add(Answers.finding(message.getID().toString(), severity,
                        message.getMessage(details), inside(place), place.getLine(),
                        place.getColumn(), suggestion == null ? "" : suggestion));
            }
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {
            features++;
        }

        /** A path in the container; EPUBCheck names the container itself by a path of its own. */
        private String inside(EPUBLocation place) {
            String path = place.getPath();
            return Path.of(path).endsWith(file.getFileName()) ? "" : path;
        }

        private static String severity(Severity severity) {
            return switch (severity) {
                case FATAL, ERROR -> "error";
                case WARNING -> "warning";
                case USAGE, INFO -> "note";
                case SUPPRESSED -> null;
            };
        }
    }
}
