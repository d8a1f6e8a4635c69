package io.mobilespark.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which hosts are asked; why is said where the package is. */
final class Reach {
  /** Where clouds hand out credentials, besides link-local addresses. */
  private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

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
        || METADATA.contains(address.getHostAddress());
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || shared
        || unique;
  }
}
