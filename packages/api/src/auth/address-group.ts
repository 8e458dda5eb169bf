import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Bytes of the part of an IPv6 address that a provider gives to one customer. */
const IPV6_PREFIX_BYTES = 8;

/**
 * What counts as one address: of IPv6 its /64, because whoever has one of those has them all. Another
 * spelling, or an IPv4 address as IPv6 writes it, is the same.
 */
export function addressGroup(address: string): string {
  // The only spelling that Node lets pass: most addresses, and asked for with each request.
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${Buffer.from(parsed.toByteArray().slice(0, IPV6_PREFIX_BYTES)).toString('hex')}::/64`;
}
