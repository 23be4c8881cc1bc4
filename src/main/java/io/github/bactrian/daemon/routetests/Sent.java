package io.github.bactrian.daemon.routetests;

import java.util.Map;

/** A message that went to an endpoint outside, for which a mock stood. */
record Sent(String to, String body, Map<String, String> headers) {}
