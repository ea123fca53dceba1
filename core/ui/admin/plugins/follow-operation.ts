import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import type { Api } from "#core/ui/session/use-api.ts"

/**
 * Tells every step of an operation until it has ended. The stream may break in the middle (a restart of the hub resumes
 * the operation, not the stream): then it is asked for by itself until the stream or the end is back.
 *
 * @param path of the operation
 */
export const followOperation = async (
  api: Api,
  path: string,
  onStep: (operation: Operation) => void,
  signal: AbortSignal,
): Promise<void> => {
  let last: Operation | undefined
  const heard = (operation: Operation): void => {
    last = operation
    if (!signal.aborted) onStep(operation)
  }
  while (!signal.aborted) {
    await api
      .follow(
        `${path}/stream`,
        (event, data) => {
          if (event === "operation") heard(data as Operation)
        },
        signal,
      )
      .catch(() => undefined)
    if (signal.aborted || hasEnded(last)) return
    const asked = await api.get<Operation>(path).catch(() => undefined)
    if (asked !== undefined) heard(asked)
    if (hasEnded(last)) return
    await new Promise((resolve) => setTimeout(resolve, askAgainMs))
  }
}

const askAgainMs = 1000

const hasEnded = (operation: Operation | undefined): boolean =>
  operation !== undefined && operation.finishedAt !== null
