export { joinedLimits } from './joined-limits.ts';
export { groupsText, OFFER_GROUPS, zheText } from './offer-groups.rules.ts';
export { Scope, Weekly } from './scope.api.ts';
export { scope } from './scope.routes.ts';
export { coveredOf, matcherOf, scopeText } from './scope.rules.ts';
export { checkScope } from './scope.service.ts';
export { isWithin, minutesOf, weekdayOf, weeklyText } from './weekly.rules.ts';
