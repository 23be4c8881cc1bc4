package io.github.bactrian.jdbc;

import io.github.bactrian.NearestName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the parameters of a database's URL. Only those pass that can change neither where the connection goes, nor how the
 * server proves itself, nor which classes and files take part: the password is a token.
 */
final class PostgresParameters {
    private static final Set<String> ALLOWED = new TreeSet<>(Set.of(
            "ApplicationName",
            "adaptiveFetch",
            "adaptiveFetchMaximum",
            "adaptiveFetchMinimum",
            "assumeMinServerVersion",
            "autosave",
            "binaryTransfer",
            "binaryTransferDisable",
            "binaryTransferEnable",
            "cancelSignalTimeout",
            "channelBinding",
            "cleanupSavepoints",
            "connectTimeout",
            "convertBooleanToNumeric",
            "currentSchema",
            "databaseMetadataCacheFields",
            "databaseMetadataCacheFieldsMiB",
            "defaultRowFetchSize",
            "disableColumnSanitiser",
            "escapeSyntaxCallMode",
            "groupStartupParameters",
            "hideUnprivilegedObjects",
            "hostRecheckSeconds",
            "loadBalanceHosts",
            "logServerErrorDetail",
            "logUnclosedConnections",
            "loginTimeout",
            "maxResultBuffer",
            "maxSendBufferSize",
            "preferQueryMode",
            "prepareThreshold",
            "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB",
            "queryTimeout",
            "quoteReturningIdentifiers",
            "reWriteBatchedInserts",
            "readOnly",
            "readOnlyMode",
            "receiveBufferSize",
            "sendBufferSize",
            "socketTimeout",
            "sslNegotiation",
            "sslResponseTimeout",
            "sslcert",
            "sslkey",
            "sslmode",
            "sslrootcert",
            "stringtype",
            "targetServerType",
            "tcpKeepAlive",
            "tcpNoDelay",
            "unknownLength"));

    private PostgresParameters() {}

    /**
     * Reads parameters as the driver does: it decodes values, but takes names letter by letter, and the last of two.
     *
     * @param query what follows the question mark
     * @throws IllegalArgumentException if one is not allowed or given twice; the message is the remedy
     */
    static Map<String, String> read(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int end = parameter.indexOf('=');
            String name = end < 0 ? parameter : parameter.substring(0, end);
            requireAllowed(name);
            if (parameters.put(name, end < 0 ? "" : parameter.substring(end + 1)) != null) {
                throw new IllegalArgumentException("url: " + name + " is given twice; give it once");
            }
        }
        return parameters;
    }

    private static void requireAllowed(String name) {
        if (Set.of("user", "password").contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("url: leave user and password out; the token is the password");
        }
        if (!ALLOWED.contains(name)) {
            throw new IllegalArgumentException(
                    "url: the parameter " + name + " is not allowed, as it could take the token"
                            + " elsewhere; leave it out" + NearestName.didYouMean(name, ALLOWED)
                            + " Allowed are " + String.join(", ", ALLOWED));
        }
    }
}
