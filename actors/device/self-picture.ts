import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { PictureMaker } from "#actors/view/live-view.ts"
import type { ViewChange } from "#actors/view/numbered-view.ts"

/** What a device was set up as; nothing when nobody wrote it down. */
const placeOf = ({ setup }: Restaurant, deviceId: string): ViewChange => {
  const device = setup.devices?.find(({ id }) => id === deviceId)
  if (device === undefined) return { id: deviceId, rev: 0, v: null }
  const { kind, name, station, screenId, printerId } = device
  return {
    id: deviceId,
    rev: 0,
    v: {
      ...{ deviceId, kind, name },
      ...(station === undefined ? {} : { station }),
      ...(screenId === undefined ? {} : { screenId }),
      ...(printerId === undefined ? {} : { printerId }),
    },
  }
}

/** The view `self/{deviceId}`: a tablet that is given another screen hears it there. */
export const selfPicture: PictureMaker = (restaurant, id) =>
  id === "" ? undefined : { all: () => [placeOf(restaurant, id)] }
