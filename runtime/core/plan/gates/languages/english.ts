import type { LanguageTable } from '../kinds';

export const ENGLISH: LanguageTable = {
  yes: `approval approvals signoff signoffs sign_off sign_offs go_ahead green_light greenlight go_no_go blessing thumbs_up all_clear buy_in nod
    user_acceptance_test user_acceptance_tests user_acceptance_testing client_acceptance customer_acceptance pair_of_eyes`,
  permission: 'true permission consent authorization authorisation clearance ok okay yes word',
  approve: `approve approves approved approving signs_off signed_off signed sign_it_off signs_it_off signed_it_off sign_this_off sign_that_off
    signs_this_off signs_them_off sign_them_off authorizes authorises authorized authorised agree agrees agreed endorses greenlights greenlit qa_confirms qa_accepts
    says_go says_so say_so says_yes say_yes says_ok decides gives_the_nod`,
  confirm: 'confirm confirms confirmed accepted',
  review: 'review reviewed eyeball confirmation decision decide feedback design_review',
  check: `check checks checked verify verifies verified verification validate validates validated validation test tests tested
    testing inspect inspects inspection look_at looks_at sign signs`,
  checker: 'qa',
  reviews: 'reviews',
  acceptance: 'uat',
  human: 'human humans human_being hitl person team_member teammate colleague',
  me: 'me my i myself mine',
  us: 'you your we us our',
  person: `owner product_owner business_owner po stakeholder stakeholders client customer team lead manager boss chief cto ceo cfo ciso dba legal
    compliance vendor supplier maintainer maintainers reviewer approver approvers management procurement finance marketing ops infra sponsor
    director auditor lawyer lawyers counsel security_team qa_team qa_lead qa_manager steering_committee operator leadership accounting procurement_team`,
  endUser: 'user moderator visitor',
  someone: 'someone somebody',
  machine: 'agent agents bot bots ai llm claude codex copilot robot robots',
  need: 'need needs require requires get obtain seek request ask_for subject_to conditional_on contingent_on',
  needed: 'required needed necessary mandatory outstanding pending missing obtained blocking requested',
  wait: 'wait waits waiting await awaits awaiting hold holds',
  stop: 'stop halt pause',
  not: `not don't dont never no cannot can't mustn't shouldn't doesn't isn't aren't needn't nothing nobody none false off`,
  without: 'without',
  start: `start starts started starting begin begins proceed continue run runs running execute deploy release merge merged ship publish launch go_live
    go_on go move_on touch apply push delete drop migrate do buy switch rotate send`,
  before: 'until till unless before prior_to',
  first: 'first beforehand',
  after: 'after once upon as_soon_as following',
  when: 'when if',
  which: 'that which who where whether so how',
  must: 'must should shall will has had to needs_to have_to has_to is_to are_to be been',
  can: 'can could may might',
  by: 'from by of due_to because_of',
  manual: 'manual',
  byHand: 'manually by_hand done_by_hand',
  checkpoint: 'checkpoint checkpoints',
  gate: 'gate gates',
  blockedBy: 'blocked_by blocked_on blocked_pending blocker blockers',
  blocked: 'blocked on_hold paused stuck',
  with: 'with',
  ask: 'ask consult talk_to talk_with speak_to speak_with check_with clear_with ping coordinate_with clear_it_with check_in_with run_it_by contact',
  together: 'pair_with pairing_with pair_up_with pair_program_with',
  let: 'let have',
  leave: 'leave leave_to leave_it_to leave_this_to leave_that_to leave_them_to leave_for',
  for: 'for',
  and: 'and then',
  only: 'only nobody_but no_one_but nobody_except no_one_except',
  skip: 'skip forget omit bypass',
  past: 'complete completed done already received granted given was were',
  alone: 'autonomous autonomously unattended yourself automatically automatic automated auto',
  automate: 'automate automating automation',
  doer: 'assignee executor assigned_to responsible who',
  mode: 'type mode kind',
  doneBy: 'performed_by executed_by done_by carried_out_by cleared_by signed_by',
  step: 'step steps action actions intervention work task tasks',
  prerequisite: 'prerequisite prerequisites precondition preconditions',
  sure: `i'll_do i'll_handle i'll_take i_will_do i_will_handle i_do_this i_do_it is_for_a_human is_for_humans i_have_to_do i_must_do i_need_to_do go_no_go_meeting go_no_go_decision go_no_go_call people_only for_people_only for_people me_first only_when_i only_when_i'm only_while_i only_if_i physical_access
    come_back_to_me hands_off wait_here stop_here pause_here halt_here until_told @me 🛑 ✋ ⏸`,
  loop: 'human_in_the_loop',
  present: 'present watching supervising in_the_room on_the_call',
  tell: 'let_me_know tell_me show_me send_me want_me_to like_me_to shall_i should_i',
  build: `add adds build builds implement create write design develop support allow allows enable make show shows display render store save load model
    define expose introduce refactor extend fix document rename remove parse handle generate persist record log track list update improve
    integrate configure convert extract port style polish mock wire hook return provide prevent hide sync import export unify replace rework use
    users customers clients admins managers members employees people visitors editors translate cover establish count filter
    resume restore evaluate benchmark compare download upload cache detect sort`,
  asA: 'as_a as_an',
  thing: `workflow workflows flow flows page pages button buttons screen screens dialog dialogs modal form forms field fields table tables column columns email
    emails mail mails notification notifications status statuses state states endpoint endpoints api apis service services system queue queues module
    component components view views link links token tokens requests feature features logic rule rules engine chain matrix role roles setting
    settings entity schema enum event events handler controller route routes class function method history badge icon
    banner template templates report reports dashboard menu tab card cards message messages prompt prompts toast code data library app interface ui experience
    story stories profile profiles account accounts side id ids name names session sessions guide docs documentation database server
    sdk portal panel wizard rate date dates level levels tracking tool tools process processes entry override
    readable friendly resources factors beings being language like error errors environment env count threshold thresholds
    approval_test approval_tests approval_testing spec specs suite instructions rights install installation saving loading webhook webhooks timeout bug handling audit migrations refresh reload sorting fallback interval format file files`,
  behave: `stays stay remains remain becomes become appears appear displays renders returns opens closes redirects disappears shown hidden disabled
    enabled visible stored archived locked asks prompts notifies reminds
    is_sent are_sent is_stored are_stored is_saved are_saved is_logged are_logged is_created is_marked`,
  noName: `promise each every all any this these those they its please eslint linter prettier compiler it's that's here's there's what's let's he's she's who's postgres postgresql redis docker kubernetes jest playwright cypress github gitlab react node stripe prisma mysql sqlite kafka nginx
    webpack vite eslint bluetooth android ios iphone typescript terraform ansible jenkins slack discord firebase supabase elasticsearch rabbitmq mongo mongodb graphql`,
};
