import fastifyCors from "@fastify/cors"
import type { FastifyInstance } from "fastify"

/**
 * Lets pages of the listed origins (`CORS_ORIGINS`, exact) call the API. Without a list no answer carries a CORS header
 * and browsers keep foreign pages out; the hub's own pages need none.
 */
export const allowOrigins = async (
  app: FastifyInstance,
  origins: ReadonlyArray<string>,
): Promise<void> => {
  if (origins.length === 0) return
  await app.register(fastifyCors, {
    origin: [...origins],
    // Credentials travel in `Authorization`, never in cookies.
    credentials: false,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: [
      "Authorization",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "X-Request-ID",
      "X-Tenant-Id",
    ],
    exposedHeaders: ["X-Request-ID", "Retry-After", "Idempotency-Replayed"],
    maxAge: 600,
    strictPreflight: false,
  })
}
