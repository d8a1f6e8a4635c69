// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures on the web: one GET each, bounded in bytes, time and tries. Knows neither storage nor
 * Spark.
 *
 * <p>Whoever gives a list decides what is asked for, as with every other list, so addresses inside
 * a network may stand in it. But a list may come from others, and servers answer as they like.
 * Therefore:
 *
 * <ul>
 *   <li>Nothing but GET is sent, without a cookie, a login or a header that the list or a server
 *       could choose.
 *   <li>Addresses where machines hand out their own credentials are never asked, whether named,
 *       resolved or redirected to: link-local ones and what clouds have in their place.
 *   <li>A redirect leads from the public web into no private network and not to this machine, and
 *       from https to no http. There are ten at most.
 *   <li>What comes back reaches nobody but the decoder of pictures. A message holds the status and
 *       no part of the answer but where it redirects to, and no query that may be signed.
 * </ul>
 *
 * <p>Names are resolved before they are asked, and again when they have answered: who has moved
 * meanwhile to where nobody is to be asked is not read. The JVM keeps what it resolved for 30 s, so
 * that a name nearly always means the same when it is asked. Not excluded is that a name that is
 * moved to and fro at the right moment is sent a GET, with no more than an address in it, at an
 * address where nobody is to be asked; and that such an answer is read where the JVM keeps nothing
 * ({@code networkaddress.cache.ttl} of 0) or the server has taken longer than 30 s. Machines whose
 * network must not be asked at all need a firewall. Behind a proxy, which is the JVM's ({@code
 * https.proxyHost}), it is the proxy that resolves, and that has to refuse.
 */
@NullMarked
package io.mobilespark.web;

import org.jspecify.annotations.NullMarked;
