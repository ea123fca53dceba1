/**
 * Whether something can listen there: an IPv4 or IPv6 address, or a name. A name that ends in a number is none: it is an
 * address that was mistyped, and nobody would ever answer at it.
 *
 * @see RFC 1123 §2.1 (names), and WHATWG URL §3.5 "ends in a number"
 */
export const isHostAddress = (host: string): boolean =>
  host.includes(":") ? isIpv6(host) : endsInNumber.test(host) ? ipv4.test(host) : isName(host)

// The platform's own reader of such addresses: a pattern of them is longer than everything here.
const isIpv6 = (host: string): boolean => URL.canParse(`http://[${host}]/`)

const endsInNumber = /(?:^|\.)\d+$/

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

/** With `_`, which no internet name has and many a printer's. */
const isName = (host: string): boolean =>
  host.length <= 253 &&
  host.split(".").every((label) => /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/i.test(label))
