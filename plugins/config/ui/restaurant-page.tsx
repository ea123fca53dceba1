import { Failure } from "#core/ui/design/failure.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import type { StoredRestaurant } from "./restaurant-draft.ts"
import { RestaurantForm } from "./restaurant-form.tsx"
import { restaurantWords } from "./restaurant-words.ts"
import "#core/ui/admin/blocks.css"
import "./restaurant.css"

/** Name, hours, taxes and numbering of the restaurant. */
const RestaurantPage = () => {
  const words = useWords(restaurantWords)
  const { value, problem, again } = useAsked<StoredRestaurant>("/plugins/config/restaurant")
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <Failure failure={problem} onRetry={again} />
      {value !== undefined && <RestaurantForm key={value.rev} stored={value} onReload={again} />}
    </>
  )
}

export default RestaurantPage
