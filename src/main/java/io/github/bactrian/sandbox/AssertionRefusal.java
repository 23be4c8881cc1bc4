package io.github.bactrian.sandbox;

import java.time.Instant;

/** Why a client assertion is refused, with Entra's numbers. None of the texts holds the assertion. */
final class AssertionRefusal {

    private static final String COMPARE =
            ". Check your federated identity credential Subject, Audience and Issuer against the presented assertion.";

    private AssertionRefusal() {}

    static EntraError malformed() {
        return EntraError.invalidRequest(50027, "JWT token is invalid or malformed.");
    }

    static EntraError unnamedCertificate() {
        return EntraError.invalidRequest(
                5002723, "Invalid JWT token. No certificate thumbprint or keys specified in token header.");
    }

    static EntraError algorithm(String name) {
        return EntraError.invalidRequest(
                5002738, "Invalid JWT token. '" + name + "' is not a supported signature algorithm.");
    }

    static EntraError unregistered(String clientId) {
        return EntraError.invalidClient(
                700027,
                "The certificate with identifier used to sign the client assertion is not registered on application."
                        + " [Reason - The key was not found., app Id '" + clientId + "']");
    }

    static EntraError signature() {
        return EntraError.invalidClient(
                700027,
                "Client assertion failed signature validation. [Reason - The provided signature value did not match"
                        + " the expected signature value.]");
    }

    static EntraError certificateOutsideValidity(Instant now, Instant from, Instant to) {
        return EntraError.invalidClient(
                1000502,
                "The provided certificate is not within its specified validity window. Current time: " + now
                        + ", certificate valid from " + from + " to " + to + ".");
    }

    static EntraError audience() {
        return EntraError.invalidClient(700023, "Client assertion audience claim does not match Realm issuer.");
    }

    static EntraError lifetime(Instant now, ClientAssertion assertion) {
        return EntraError.invalidClient(
                700024,
                "Client assertion is not within its valid time range. Current time: " + now + ", assertion valid from "
                        + assertion.starts() + ", expiry time of assertion " + assertion.expires() + ".");
    }

    static EntraError subjectIsNotIssuer() {
        return EntraError.invalidClient(50048, "Subject must match the issuer claim in the client assertion.");
    }

    static EntraError otherApp() {
        return EntraError.invalidClient(
                700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
    }

    static EntraError usedBefore() {
        return EntraError.invalidClient(
                700027, "Client assertion failed validation. [Reason - Its 'jti' has been used before.]");
    }

    static EntraError noFederation(ClientAssertion presented) {
        return EntraError.invalidClient(
                70021,
                "No matching federated identity record found for presented assertion. Assertion Issuer: '"
                        + presented.issuer() + "'. Assertion Subject: '" + presented.subject()
                        + "'. Assertion Audience: '" + String.join(", ", presented.audiences()) + "'.");
    }

    static EntraError federatedIssuer(String presented) {
        return federated(700211, "issuer '" + presented + "'" + COMPARE);
    }

    static EntraError federatedAudience(String presented) {
        return federated(700212, "audience '" + presented + "'" + COMPARE);
    }

    static EntraError federatedSubject(String presented) {
        return federated(700213, "subject '" + presented + "'" + COMPARE);
    }

    static EntraError federatedSubjectCase(String presented) {
        return federated(
                7002138,
                "subject '" + presented
                        + "'. The subject matches with case-insensitive comparison, but not with case-sensitive"
                        + " comparison" + COMPARE);
    }

    static EntraError federatedSignature() {
        return EntraError.invalidClient(7000274, "Client assertion contains an invalid signature.");
    }

    private static EntraError federated(int number, String rest) {
        return EntraError.invalidClient(
                number, "No matching federated identity record found for presented assertion " + rest);
    }
}
