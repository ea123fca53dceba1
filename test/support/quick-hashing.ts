import type { HashingCost } from "#core/security/password-hashing.ts"

/** As little as argon2id allows: tests of something else need not wait for passwords. */
export const quickHashing: HashingCost = { memory: 8, passes: 1, parallelism: 1 }
