import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.verapdf.ReleaseDetails;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.processor.reports.enums.JobEndStatus;

/** veraPDF, kept warm: a profile is a flavour (ua1, 2a, 3a, ua2, ...), a code is CLAUSE-TEST. */
final class VeraPdf {
    private static final int CONTEXTS_A_RULE = 3;

    private VeraPdf() {}

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        // The greeting waits until the first profile can be had: a broken jar never greets.
        Foundries.defaultInstance().createValidator(PDFAFlavour.byFlavourId("ua1"), false);
        Answers.converse("verapdf", version(), VeraPdf::judge);
    }

    private static String version() {
        return ReleaseDetails.byId("core").getVersion();
    }

    private static Answers.Answer judge(Path file, String profile) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("veraPDF has no flavour " + profile);
        }
        try (InputStream pdf = new FileInputStream(file.toFile());
                PDFAParser parser = Foundries.defaultInstance().createParser(pdf, flavour);
                PDFAValidator validator = Foundries.defaultInstance()
                        .createValidator(flavour, CONTEXTS_A_RULE, false, true, false)) {
            return answer(validator.validate(parser));
        } catch (ModelParsingException | EncryptedPdfException problem) {
            String message = "The file cannot be read as a PDF: " + problem.getMessage();
            return new Answers.Answer(false, 1, List.of(
                    Answers.finding("unreadable", "error", message, "", 0, 0, "")));
        }
    }

    private static Answers.Answer answer(ValidationResult result) {
        if (result.getJobEndStatus() != JobEndStatus.NORMAL) {
            throw new IllegalStateException("veraPDF stopped: " + result.getJobEndStatus());
        }
        Map<RuleId, List<TestAssertion>> failures = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                failures.computeIfAbsent(assertion.getRuleId(), rule -> new ArrayList<>())
                        .add(assertion);
            }
        }
        List<Map<String, Object>> findings = new ArrayList<>();
        failures.forEach((rule, found) -> findings.add(
                finding(rule, found, result.getFailedChecks().getOrDefault(rule, found.size()))));
        return new Answers.Answer(result.isCompliant(), result.getTotalAssertions(), findings);
    }

    private static Map<String, Object> finding(RuleId rule, List<TestAssertion> found, int times) {
        List<String> contexts = found.stream()
                .map(one -> one.getLocation().getContext()).sorted().toList();
        String code = rule.getClause() + "-" + rule.getTestNumber();
        String said = found.get(0).getErrorMessage();
        String message = (said == null ? found.get(0).getMessage() : said)
                + " (" + times + (times == 1 ? " time" : " times") + ")";
        String hint = rule.getSpecification().getId() + ", clause " + rule.getClause()
                + ", test " + rule.getTestNumber() + "; at " + String.join("; ", contexts);
        return Answers.finding(code, "error", message, "", 0, 0, hint);
    }
}
