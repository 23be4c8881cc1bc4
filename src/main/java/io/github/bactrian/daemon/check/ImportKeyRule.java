package io.github.bactrian.daemon.check;

/** Rows of one entity are kept apart by their key alone. */
final class ImportKeyRule implements Rule {
    private final Placeholders placeholders;
    private final Findings findings;

    ImportKeyRule(Placeholders placeholders, Findings findings) {
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (!element.isSource()) {
            return;
        }
        Endpoint endpoint = Endpoint.of(element, placeholders);
        boolean oneByOne = "1".equals(endpoint.parameters().get("parallel"));
        if (endpoint.scheme().equals("import") && !endpoint.parameters().containsKey("key") && !oneByOne) {
            element.textAt("uri")
                    .ifPresent(
                            uri -> findings.warn(
                                    "no-key",
                                    element.file(),
                                    uri,
                                    "import:" + endpoint.path()
                                            + " has no key, so rows about the same thing may be sent at the"
                                            + " same time; name the column that tells them apart, as in key: mail, or set parallel: 1"));
        }
    }
}
