import { Lockout } from "./lockout.ts"
import { RecentMap } from "./recent-map.ts"
import type { Guesses } from "./session-store.ts"

/** Wrong passwords in a row that are free: from one address for one account, for one account from anywhere, from one address. */
const freeForPair = 10
const freeForAccount = 50
const freeForAddress = 100

/** Wrong passwords in a minute, from everybody together, beyond which only those are let try who were right before. */
const wrongInAMinute = 600

/** Who tries to sign in. */
export interface Guesser {
  /** The restaurant's slug and the name, as given: whether they exist makes no difference. */
  readonly account: string
  readonly address: string
}

/**
 * Slows down guessing at four levels. A stranger who guesses locks out only themselves at first; when they come from
 * many addresses, the account is locked for all who were never right from where they are: the owner at the till goes on.
 */
export class SignInLocks {
  readonly #pairs = new Lockout(freeForPair)
  readonly #accounts = new Lockout(freeForAccount)
  readonly #addresses = new Lockout(freeForAddress)
  readonly #trusted = new RecentMap<string, true>(10_000)
  #minute = { from: 0, wrong: 0 }

  /** Milliseconds to wait; 0 when they may try. */
  waitMs({ account, address }: Guesser, now: number): number {
    const pair = pairOf(account, address)
    const own = this.#pairs.waitMs(pair, now)
    if (this.#trusted.get(pair) !== undefined) return own
    return Math.max(
      own,
      this.#accounts.waitMs(account, now),
      this.#addresses.waitMs(address, now),
      this.#brakeMs(now),
    )
  }

  /** @returns how often the account was guessed at, to be kept, and whether this guess locked something */
  failed({ account, address }: Guesser, now: number): { guesses: Guesses; locked: boolean } {
    const pair = this.#pairs.failed(pairOf(account, address), now)
    const guesses = this.#accounts.failed(account, now)
    const from = this.#addresses.failed(address, now)
    if (now - this.#minute.from >= 60_000) this.#minute = { from: now, wrong: 0 }
    this.#minute.wrong += 1
    return { guesses, locked: [pair, guesses, from].some(({ until }) => until > now) }
  }

  succeeded({ account, address }: Guesser): void {
    const pair = pairOf(account, address)
    this.#pairs.succeeded(pair)
    this.#accounts.succeeded(account)
    // Not the address: whoever has an account of their own could guess on after each right password.
    this.#trusted.set(pair, true)
  }

  /** What was kept of an account before a restart, unless more is known by now. */
  restore(account: string, guesses: Guesses): void {
    if (!this.#accounts.knows(account)) this.#accounts.restore(account, guesses)
  }

  knowsAccount(account: string): boolean {
    return this.#accounts.knows(account)
  }

  #brakeMs(now: number): number {
    const { from, wrong } = this.#minute
    const left = from + 60_000 - now
    return wrong >= wrongInAMinute && left > 0 ? left : 0
  }
}

const pairOf = (account: string, address: string): string => `${address} ${account}`
