import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nu.validator.validation.SimpleDocumentValidator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** The Nu Html Checker, kept warm: errors and warnings fail a file; it checks style sheets too. */
final class Nu {
    private static final String SCHEMA = "http://s.validator.nu/html5-rdfalite.rnc";
    private static SimpleDocumentValidator validator;

    private Nu() {}

    public static void main(String[] arguments) throws Exception {
        validator = new SimpleDocumentValidator(true, false, false);
        validator.setUpMainSchema(SCHEMA, new Listening());
        String version = SimpleDocumentValidator.class.getPackage().getImplementationVersion();
        Answers.converse("nu", version.split(" ")[0], Nu::judge);
    }

    private static Answers.Answer judge(Path file, String profile) throws Exception {
        Listening report = new Listening();
        validator.setUpValidatorAndParsers(report, false, false);
        validator.setAllowCss(true);
        validator.checkHtmlFile(file.toFile(), true);
        return new Answers.Answer(report.findings.isEmpty(), Files.size(file), report.findings);
    }

    /** Keeps what the checker says instead of printing it. */
    private static final class Listening implements ErrorHandler {
        final List<Map<String, Object>> findings = new ArrayList<>();

        @Override
        public void warning(SAXParseException problem) {
            add("warning", problem);
        }

        @Override
        public void error(SAXParseException problem) {
            add("error", problem);
        }

        @Override
        public void fatalError(SAXParseException problem) {
            add("error", problem);
        }

        private void add(String severity, SAXParseException problem) {
            findings.add(Answers.finding("html", severity, problem.getMessage(), "",
                    problem.getLineNumber(), problem.getColumnNumber(), ""));
        }
    }
}
