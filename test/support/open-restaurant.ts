import type { Printer, Product, Screen, Table } from "#core/kitchen/menu.ts"
import { everyItem, type HubApi } from "./hub-api.ts"

/** A restaurant of the demo's kind as its own staff knows it, asked over REST. */
export interface OpenRestaurant {
  readonly tenantId: string
  readonly slug: string
  readonly api: HubApi
  readonly products: ReadonlyArray<Product>
  readonly screens: ReadonlyArray<Screen>
  readonly printers: ReadonlyArray<Printer>
  readonly tables: ReadonlyArray<Table>
  /** By what cooks call it: `SOUPE OIGNON`. */
  readonly productId: (kitchenName: string) => string
  /** The view of the screen that shows this station. */
  readonly screenOf: (station: string) => string
  readonly printerOf: (station: string) => Printer
}

export const openRestaurant = async (slug: string, api: HubApi): Promise<OpenRestaurant> => {
  const { tenantId } = await api.get<{ readonly tenantId: string }>("/auth/me")
  const products = await everyItem<Product>(api, "/plugins/catalog_product/products")
  const screens = await everyItem<Screen>(api, "/plugins/kds/screens")
  const printers = await everyItem<Printer>(api, "/plugins/printer/printers")
  const tables = await everyItem<Table>(api, "/plugins/floor_plan/tables")
  return {
    tenantId,
    slug,
    api,
    products,
    screens,
    printers,
    tables,
    productId: (kitchenName) =>
      found(products, (product) => product.kitchenName === kitchenName, kitchenName).id,
    screenOf: (station) =>
      `screen/${found(screens, ({ stations }) => stations.includes(station as never), station).id}`,
    printerOf: (station) =>
      found(printers, ({ stations }) => stations.includes(station as never), station),
  }
}

const found = <A>(items: ReadonlyArray<A>, is: (item: A) => boolean, name: string): A => {
  const item = items.find(is)
  if (item === undefined) throw new Error(`the demo has no ${name}`)
  return item
}
