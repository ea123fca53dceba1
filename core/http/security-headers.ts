import fastifyHelmet from "@fastify/helmet"
import type { FastifyInstance, FastifyReply } from "fastify"

/**
 * For JSON answers: nothing in them is to be run, framed, sniffed or kept. Fixed strings, for they stand on every answer
 * of the order path.
 */
export const secureAnswer = (reply: FastifyReply): void => {
  reply.headers(answerHeaders)
}

/** For pages. No HSTS and no upgrade to HTTPS: in the restaurant's network they are served as plain HTTP. */
export const securePages = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyHelmet, {
    hsts: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        // React sets style attributes of what it renders.
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        // The virtual printers' papers come from their own port, photographs of dishes from anywhere.
        "img-src": ["'self'", "data:", "blob:", "http:", "https:"],
        "connect-src": ["'self'", "ws:", "wss:", "http:", "https:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
      },
    },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  })
}

const answerHeaders = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
}
