/**
 * Where a message may be sent. Whatever arrives with a message is data: a value fills its place in a URI and never becomes another
 * path, query parameter, endpoint option, host or placeholder. {@link io.github.bactrian.targets.Targets} puts guarded expressions
 * into the steps that compute endpoints ({@code toD}, {@code enrich}, {@code recipientList}, ...); a {@code Template} binds the
 * values; a {@code BoundEndpoint} carries them to an endpoint that was named by the route. Knows the profiles' hosts, nothing of
 * HTTP clients and imports. Start reading at {@code Template}.
 */
@NullMarked
package io.github.bactrian.targets;

import org.jspecify.annotations.NullMarked;
