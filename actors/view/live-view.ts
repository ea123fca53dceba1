import type { OrderStep, Restaurant } from "#actors/tenant/restaurant.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { OrderId } from "#core/kitchen/ids.ts"
import type { ViewChange } from "./numbered-view.ts"

/** What a view shows, told apart from how it is numbered and sent: pure picture makers over one restaurant. */
export interface Picture {
  /** Everything that the view shows when it opens. */
  readonly all: () => Iterable<ViewChange>
  /** What an order's change does to it. */
  readonly onOrder?: (step: OrderStep) => Iterable<ViewChange>
  /** The restaurant keeps this order no longer: nothing can be done with it from a view. */
  readonly onForgotten?: (id: OrderId) => Iterable<ViewChange>
  readonly onPrinter?: (printerId: string) => Iterable<ViewChange>
  /** False once what it shows was deleted: then the view ends. Without it the view ends with the restaurant only. */
  readonly isThere?: () => boolean
  /** Called when the menu, stations, tables or printers changed; the default shows everything anew. */
  readonly onSetup?: () => Iterable<ViewChange>
  /** Changes that come from elsewhere than the restaurant's log; the returned function ends it. */
  readonly follow?: (publish: (changes: Iterable<ViewChange>) => void) => () => void
  /** A device has shown everything up to `seq`. */
  readonly onSeen?: (scope: Scope, seq: number) => void
  /** After changes were numbered: the number of each, in order. */
  readonly onNumbered?: (id: string, seq: number) => void
}

/** Makes the picture of a view by the part of its name after the slash; undefined when this restaurant has none such. */
export type PictureMaker = (restaurant: Restaurant, id: string) => Picture | undefined
