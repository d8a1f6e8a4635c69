// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which hosts are asked; why is said where the package is. */
final class Reach {
  /** Where clouds hand out credentials, besides link-local addresses. */
  private static final Set<String> METADATA =
      Set.of(
          "100.100.100.200",
          "168.63.129.16",
          "192.0.0.192",
          "fd00:ec2:0:0:0:0:0:23",
          "fd00:ec2:0:0:0:0:0:254",
          "fd20:ce:0:0:0:0:0:254");

  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private Reach() {}

  /** A host that is not to be asked. */
  static final class OutOfReachException extends IOException {
    private static final long serialVersionUID = 1L;

    private OutOfReachException(String message) {
      super(message);
    }
  }

  /**
   * Checks a host that was named, or that the public web has redirected to.
   *
   * @return whether it is on the public web
   * @throws OutOfReachException when it is not to be asked
   * @throws UnknownHostException when there is none
   */
  static boolean require(URI uri, boolean fromPublic) throws IOException {
    InetAddress[] all;
    try {
      all = InetAddress.getAllByName(uri.getHost());
    } catch (UnknownHostException e) {
      if (isProxied(uri)) {
        return true;
      }
      throw new UnknownHostException("no host " + uri.getHost());
    }
    boolean open = true;
    for (InetAddress address : all) {
      if (isForbidden(address)) {
        throw new OutOfReachException(
            String.format(
                Locale.ROOT,
                "%s is where machines keep their credentials, and never asked",
                address.getHostAddress()));
      }
      open &= !isPrivate(address);
    }
    if (fromPublic && !open) {
      throw new OutOfReachException(
          "a redirect from the public web to " + uri.getHost() + ", which is private");
    }
    return open;
  }

  /**
   * Checks again a host that has answered, whose name may mean another address by now.
   *
   * @param open what the first check said
   * @throws OutOfReachException when it was not to be asked
   */
  static void requireStill(URI uri, boolean open) throws IOException {
    boolean still = require(uri, false);
    if (open && !still) {
      throw new OutOfReachException(
          uri.getHost() + " has moved from the public web into a private network");
    }
  }

  /** Whether a redirect gives up what nobody between could read or change. */
  static boolean isLessSafe(URI from, URI to) {
    return from.getScheme().equals("https") && !to.getScheme().equals("https");
  }

  private static boolean isProxied(URI uri) {
    ProxySelector selector = ProxySelector.getDefault();
    List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
    return proxies.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
  }

  static boolean isForbidden(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address.getHostAddress())
        || embedded(address).filter(Reach::isForbidden).isPresent();
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || shared
        || unique
        || isLocalTranslation(bytes)
        || embedded(address).filter(Reach::isPrivate).isPresent();
  }

  /** The address that translators and tunnels send to in place of another: RFC 6052 and 3056. */
  private static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16) {
      return Optional.empty();
    }
    boolean translated = Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length);
    boolean tunnelled = bytes[0] == 0x20 && bytes[1] == 2;
    if (!translated && !tunnelled) {
      return Optional.empty();
    }
    int from = translated ? NAT64.length : 2;
    try {
      return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }

  /** RFC 8215: what a network translates as it likes. */
  private static boolean isLocalTranslation(byte[] bytes) {
    return bytes.length == 16
        && Arrays.equals(bytes, 0, 4, NAT64, 0, 4)
        && bytes[4] == 0
        && bytes[5] == 1;
  }
}
