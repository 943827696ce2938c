import type { Suppression } from '../counting/groups.ts';

/** The closed lists of the need record, besides those that notes, sessions and exercises already have. */
export const needTypes = ['felt', 'expressed', 'normative', 'comparative'] as const;
export const needScopes = ['common', 'group', 'individual'] as const;
export const stages = ['noted', 'discussing', 'taken-on', 'under-way', 'done', 'followed-up', 'declined'] as const;
export type Stage = (typeof stages)[number];
export const questionSetters = ['residents', 'staff', 'joint'] as const;
export const sessionModes = ['onsite', 'online', 'mixed'] as const;
export const groupQuestions = ['age', 'living', 'residence', 'housing', 'ability', 'language', 'role'] as const;
export const responderTypes = [
  'community',
  'village',
  'street',
  'social-organization',
  'social-worker',
  'volunteers',
  'charity',
  'residents',
  'property',
  'government',
  'business',
] as const;
export const responseRoles = ['lead', 'deliver', 'support', 'fund', 'monitor'] as const;
/** Why a figure is left out: too few people, it would give a hidden one away, or all of them answered alike. */
export const suppressionReasons = ['small-group', 'complementary', 'unanimous'] as const satisfies readonly Suppression[];
