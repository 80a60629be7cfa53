/**
 * What each act changes in the evidence of a case, and what it may break: the invariants, written in Promela from their sentences in
 * `properties.ts`. The judge of the prover is not used.
 *
 * `broken` collects the properties that a step breaks; each is asserted at the end of the step, when the story of the step is complete.
 */
export const INVARIANTS_TEXT = `
#define ON(set, place) (((set) >> (place)) & 1)
#define LIVE (live[PRIMARY] | live[REPLICA] | live[WORKING])
#define KEEP(property, holds) if :: (holds) -> skip :: else -> broken = broken | (1 << property) fi
#define NEXT_ACT was_transfer = 0; was_emergency = 0

/* A transfer is recorded. valid: 0 no, 1 yes, 2 the law leaves it open. */
inline TRANSFER(kind, from, to, place, instrument, valid) {
  printf("~A transfer %d %d %d %d %d\\n", kind, from, to, place, instrument);
  KEEP(R7, valid != 0);
  KEEP(R7_OPEN, valid != 2);
  NEXT_ACT;
  was_transfer = 1; was_from = from; was_to = to; was_place = place
}

/* What leaves the free flow follows a recorded transfer between the right entities. */
inline FOLLOWS_TRANSFER(from, place) {
  x = (epoch * (ENTITIES + 1) + from) * PLACES + place;
  KEEP(R7, !basis_needed[x] || (was_transfer && was_place == place && was_to == entity[place] && was_from == from))
}

inline STORE(role, place, from) {
  printf("~A store %d %d %d\\n", role, place, from);
  y = (recorded_state == ERASED || (was_stored && LIVE == 0));
  KEEP(R17, !y);
  KEEP(R18_COPIES_EXIST, !ON(live[role], place));
  x = (epoch * ROLES + role) * PLACES + place;
  KEEP(R1, may_store[x] && (from != NONE || may_store_first[epoch * PLACES + place]));
  if
  :: role != WORKING ->
     KEEP(R3, may_store[x] || (role == PRIMARY && from == NONE && ALL_UP));
     KEEP(R22, !leaves_soon[x])
  :: else
  fi;
  /* each copy of an exploration without a fault in its records holds all item classes */
  KEEP(R2, from == NONE || ON(LIVE, from));
  KEEP(R9, may_hold[(epoch * PRODUCTS + before_product) * PLACES + place]);
  if
  :: from == NONE -> FOLLOWS_TRANSFER(ENTITIES, place)
  :: else -> FOLLOWS_TRANSFER(entity[from], place)
  fi;
  was_stored = 1;
  if
  :: y -> restored[role] = restored[role] | (1 << place)
  :: else -> live[role] = live[role] | (1 << place)
  fi;
  NEXT_ACT
}

inline DELETE(role, place) {
  printf("~A delete %d %d\\n", role, place);
  if
  :: ON(live[role], place) -> live[role] = live[role] & ~(1 << place)
  :: else ->
     KEEP(R18_COPIES_EXIST, ON(restored[role], place));
     restored[role] = restored[role] & ~(1 << place)
  fi;
  NEXT_ACT
}

inline EMERGENCY(g, who) {
  printf("~A emergency %d %d\\n", g, who);
  open_to = who;
  NEXT_ACT;
  was_emergency = 1
}

inline ASSIGNED(g, who) {
  printf("~A assign %d %d\\n", g, who);
  if :: was_emergency -> skip :: else -> open_to = NO_AGENT fi;
  x = ((epoch * LANGUAGES + before_language) * PRODUCTS + before_product) * TIERS + before_tier - 1;
  KEEP(R10_GROUP_ELIGIBLE, may_get[may_get_row[x] * GROUPS + g] || (open_to == who && may_in_emergency[(epoch * PRODUCTS + before_product) * GROUPS + g]));
  KEEP(R20_GROUP_NAMED, who != NO_AGENT && who / 2 == g);
  holder = g;
  NEXT_ACT
}

inline ON_CONSENT(consent, g, who) {
  printf("~A exception %d %d %d\\n", consent, g, who);
  relied_on = consent;
  NEXT_ACT
}

/* Who sees the case from a centre: by the promise, by a consent, or in an emergency. */
inline SIGHT(g, consent, emergency) {
  if
  :: consent != NONE -> KEEP(R12, consented[(epoch * CONSENTS + consent) * CENTRES + centre_of[g]])
  :: else ->
     if
     :: emergency -> KEEP(R13_GROUP_ELIGIBLE, may_in_emergency[(epoch * PRODUCTS + before_product) * GROUPS + g])
     :: else -> KEEP(R4, may_see[epoch * CENTRES + centre_of[g]])
     fi
  fi;
  KEEP(R5, may_person[epoch * GROUPS + g])
}

inline VIEW(consults, g, who, place) {
  printf("~A view %d %d %d %d\\n", consults, g, who, place);
  if
  :: consults ->
     KEEP(R6_GROUP_HAS_IT, holder != NONE && asked_group == NONE);
     x = (before_product * TIERS + before_tier - 1) * GROUPS + g;
     KEEP(R10_GROUP_ELIGIBLE, is_expert[x] && may_work[(epoch * PRODUCTS + before_product) * GROUPS + g]);
     y = 0
  :: else ->
     KEEP(R6_GROUP_HAS_IT, holder == g);
     KEEP(R18_VIEWS_RECORDED, view_group == NONE);
     y = (open_to != NO_AGENT && open_to == who)
  fi;
  SIGHT(g, relied_on, y);
  KEEP(R9, may_see_company[(epoch * PRODUCTS + before_product) * GROUPS + g]);
  KEEP(R18_COPIES_EXIST, place != NONE && ON(LIVE, place));
  KEEP(R20_GROUP_NAMED, who != NO_AGENT && who / 2 == g);
  if
  :: place != NONE -> FOLLOWS_TRANSFER(entity[place], PLACE_OF(g))
  :: else
  fi;
  if
  :: consults -> asked_group = g; asked_place = place; asked_consent = relied_on
  :: else -> view_group = g; view_place = place; view_consent = relied_on; view_emergency = y
  fi;
  relied_on = NONE;
  NEXT_ACT
}

inline VIEW_END(consults, g, who, place) {
  printf("~A end %d %d %d %d\\n", consults, g, who, place);
  KEEP(R20_GROUP_NAMED, who != NO_AGENT && who / 2 == g);
  if
  :: consults ->
     KEEP(R18_VIEWS_RECORDED, asked_group == g && asked_place == place);
     asked_group = NONE; asked_place = NONE; asked_consent = NONE
  :: else ->
     KEEP(R18_VIEWS_RECORDED, view_group == g && view_place == place);
     last_holder = holder; holder = NONE;
     view_group = NONE; view_place = NONE; view_consent = NONE; view_emergency = 0
  fi;
  NEXT_ACT
}

inline ESCALATE(reason, g, to_tier) {
  printf("~A escalate %d %d %d\\n", reason, g, to_tier);
  has_reason = 1; stated = reason; stated_group = g; stated_tier = to_tier;
  NEXT_ACT
}

inline TRANSITION(number, from, to) {
  printf("~A transition %d %d %d\\n", number, from, to);
  KEEP(R18_STATES_CONNECT, from == recorded_state);
  KEEP(R10_REASON_FITS, !(to == QUEUED && (from == AT_WORK || from == PAUSED)) || has_reason);
  recorded_state = to;
  if
  :: to == PAUSED && from == AT_WORK -> holder = last_holder
  :: from == PAUSED && to != AT_WORK && to != PAUSED -> holder = NONE
  :: else
  fi;
  NEXT_ACT
}

/* The stated reason of a hand-over is what happened, and the record names the group that had the case and the tier to which it goes. */
inline JUDGE_REASON() {
  if
  :: has_reason ->
     KEEP(R10_REASON_FITS,
       (stated == BY_UPTIME && move == CENTRE_DOWN) ||
       (stated == BY_FOLLOW_THE_SUN && move == SHIFT_END) ||
       (stated == BY_ABSENCE && move == AGENT_ABSENT) ||
       (stated == BY_PREEMPTION && move == PREEMPT) ||
       (stated == BY_SEVERITY && move == T_SEVERITYRAISE) ||
       (stated == BY_LANGUAGE && move == T_HANDLING && language != before_language) ||
       (stated == BY_EXPERTISE && move == T_HANDLING && (product != before_product || tier > before_tier || (tier == before_tier && PASSES_WITHIN))) ||
       (stated == BY_RETURNED && move == T_HANDLING && tier < before_tier) ||
       (stated == BY_RESIDENCY && before_group != NONE && !may_work[(epoch * PRODUCTS + before_product) * GROUPS + before_group]));
     KEEP(R10_REASON_FITS, stated_group == before_group && (stated_tier == tier || (stated_tier == before_tier && stated != BY_RETURNED)))
  :: else
  fi
}

/* After all dated changes of an instant: copies and views are still where they may be. */
inline JUDGE_CHANGE() {
  z = 0;
  do
  :: z < ROLES * PLACES ->
     x = epoch * ROLES * PLACES + z;
     if
     :: ON(live[z / PLACES] | restored[z / PLACES], z % PLACES) -> KEEP(R1, may_store[x])
     :: else
     fi;
     if
     :: ON(live[z / PLACES], z % PLACES) ->
        KEEP(R22, !leaves_now[x]);
        KEEP(R8, !must_be_gone[epoch * PLACES + z % PLACES])
     :: else
     fi;
     z = z + 1
  :: else -> break
  od;
  if :: view_group != NONE -> SIGHT(view_group, view_consent, view_emergency) :: else fi;
  if :: asked_group != NONE -> SIGHT(asked_group, asked_consent, 0) :: else fi
}

/* Between steps. */
inline JUDGE_REST() {
  KEEP(R18_VIEWS_RECORDED, (view_group != NONE) == (recorded_state == AT_WORK));
  KEEP(R18_VIEWS_RECORDED, asked_group == NONE || recorded_state == AT_WORK);
  if
  :: view_group != NONE ->
     KEEP(R18_COPIES_EXIST, !keeps_copy[centre_of[view_group]] || ON(live[WORKING], PLACE_OF(view_group)));
     KEEP(R16, (live[WORKING] & ~(1 << PLACE_OF(view_group))) == 0)
  :: else -> KEEP(R16, recorded_state == AT_WORK || live[WORKING] == 0)
  fi;
  if
  :: recorded_state == ERASED ->
     KEEP(R15_ERASED_WHOLE, LIVE == 0);
     KEEP(R15_NONE_IN_HOLD, before_state == ERASED || !is_held[epoch])
  :: else
  fi
}
`;
