export { admit, alreadyIn, type NewItem, payloadIfThere, payloadOf } from './admit.ts'
export { isPayloadMissing } from './errors.ts'
export { item, preparation, preparationRule, quarantine } from './item.sql.ts'
export {
  countDuplicates,
  type Preparation,
  preparationOf,
  preparationsOf,
  prepareDocuments,
  setRecipe,
} from './prepare/preparation.ts'
export { DEFAULT_RECIPE, type Recipe, recipeSchema } from './prepare/recipe.ts'
export { hold, isBlobInUse, purge, quarantinedAmong, release, vouch, withdraw } from './quarantine.ts'
export { type HeldFor, screenText } from './screen.ts'
export { type CurrentPage, currentPages, sameContent, seenAgain, supersede } from './versions.ts'
