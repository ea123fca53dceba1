import type { FastifyRequest } from "fastify"

/**
 * How the hub is called from where a request came: what a code on a screen must say, so that somebody else in the same
 * network gets there. Whoever lies about it misleads nobody but themselves.
 *
 * @param elsewhere for a request from the hub's own machine, whose `localhost` nobody else can use
 */
export const originOf = (request: FastifyRequest, elsewhere: string | undefined): string => {
  const { host, protocol } = request
  const known = sane.test(host) ? `${protocol}://${host.toLowerCase()}` : undefined
  return known !== undefined && !loopback.test(host) ? known : (elsewhere ?? known ?? "")
}

const sane = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i
