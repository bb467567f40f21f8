import { findHumanGate } from '../../../../runtime/core/plan/gates/find-human-gate';
import { LEXICON } from '../../../../runtime/core/plan/gates/lexicon';
import { mayAsk } from '../../../../runtime/core/plan/gates/may-ask';

/** One in each line; `↵` stands for the end of a line. */
const sentences = (lines: string): readonly string[] =>
  lines
    .split('\n')
    .map((line) => line.trim().replaceAll('↵', '\n'))
    .filter((line) => line !== '');

const ASKING_TITLES = sentences(`
  Ship it, but only after QA approves
  Ship once QA signs off
  QA must approve
  QA approves
  QA approves the build
  QA approves it
  QA to sign off
  QA needs to approve
  QA signs off on the release
  Wait for QA
  Ask QA first
  Blocked by QA
  Hand over to QA and wait
  After QA approval, publish
  Release (QA sign-off)
  Waiting for the QA team
  DNS von Hand umstellen
  Deployment manuell auslösen
  Deployment von Hand anstoßen
  Datenbank manuell migrieren
  DBを手動で更新する
  旧サーバーの削除　※手動で行う
  手動でDNSを切り替える
  Ask Bob, then ship
  Ask Bob and then ship
  Ship it (ask Ann)
  Delete the bucket (ask ops)
  Check with Bob, then merge
  Demander à Marie si on peut publier
  Demander à Marie
  Preguntar a Juan si podemos publicar
  Perguntar ao João se podemos publicar
  Chiedere a Luca se possiamo pubblicare
  Спросить Ивана, можно ли публиковать
  Max fragen, ob wir ausrollen dürfen
  Frag Max, ob das so passt
  Bob fragen, dann ausrollen
  Fazer o deploy na mão
  Fazer na mão
  上线前先找张三确认
  上线前请张三确认
  先找王经理确认再部署
  Alte Maschine löschen, nachdem Klaus das bestätigt hat
  Veröffentlichen, nachdem der Kunde zugestimmt hat
  Prueba manual en el iPad
  Validation du client
  Publier après validation de Paul
  Publicar depois que o João confirmar
  Publicar después de que Juan confirme
  Pubblicare dopo che Luca conferma
  Publier après que Paul a confirmé
  고객 확인 후 배포
  팀장 승인 후 배포
  Validación del cliente
  Validação do cliente
  Validazione del cliente
  waiting for: vendor quote
  warten auf: Angebot
  Wartet auf Angebot vom Anbieter
  En attente de la clé API de Paul
  Esperando respuesta de Juan
  Aguardando resposta da Maria
  In attesa di risposta da Luca
  Ждём ответа от Ивана
  田中さんに聞いてから進める
  wait for Bob's approval
  Only with Kim's explicit go
  Only with Kim's explicit okay
  Cut over — needs Kim's OK
  Nur mit Freigabe von Kim
  Nur mit Kims ausdrücklicher Zustimmung
  Solo con el visto bueno de Ana
  Manual test
  Manually check the form
  Deploy to production manually
  Deploy to production - manual
  The lead signs it off
  Pause here for review
  Freigabe (manuell)
  ⚠️ Change the schema, needs review
  Go/No-Go
  Go / No-Go decision
  MANUAL — run
  Hold for legal
  User acceptance testing
  UAT with the client
  Freigabe durch den Kunden
  Manuelle Prüfung
  Abnahme durch Fachbereich
  Aprobación del cliente
  Revisión manual
  Aguardar aprovação
  Validation manuelle par le client
  Ждать одобрения начальника
  Ручная проверка
  Выполнить вручную
  承認待ち
  手動確認
  人間の確認
  人工审核
  部署（需要人工确认）
  승인 대기
  @alice to confirm the copy
  Wait for review
  HUMAN: press the button
  🛑 Deploy
  ⏸ Deploy to prod
  ✋ Switch DNS
  Ask me before you continue
  Clean up (I'll do this one myself)
  Delete backups - DO NOT run without asking me
  Rotate keys — manual, by ops
  Switch DNS. Requires access to Cloudflare that only Tom has.
  Get approval from the DBA
  F — after sign-off
  E (depends on task 4 and legal approval)
  D (Depends on: Tasks 1, 2 & 3; human approval)
  Approval by Tom
  Legal review
  Client sign-off
  Stakeholder approval
  Approve the budget
  Final approval
  Production deploy (needs approval)
  Merge after approval
  Delete data once legal has approved
  Go-live approval by the board
  Ask legal
  Review with stakeholders
  Sign contract with vendor (human)
  Get sign-off
  Sprint review with the client
  Production approval gate
  Human: configure DNS
  Manual smoke test on device
  Wait for DNS team
  Checkpoint 2
  [HUMAN] Create Stripe account
  (manual) Upload the binary
  Customer acceptance
  Final sign off
  Deploy (after approval)
  Gate: design freeze
  Legal: check the licence
  Stop for the release train
`);

const ASKING_LINES = sentences(`
  Pair with Tom on the cache layer
  I have to do this: renew the certificate
  Go/no-go meeting on Friday
  Validation par le client avant la mise en production
  Before approval nothing can be merged
  Confirm before deleting the database
  Change the logo (wait for Anna to send it)
  Cambiar el logo (esperar a que María lo envíe)
  Ship it, but only after QA signs off
  Ship it, but only after QA approves
  Ship it once QA signs off
  Deploy when QA has approved
  Ship after QA confirms it
  Ship after the QA team has confirmed it
  DNS von Hand umstellen
  DNS manuell umstellen
  Die Daten werden von Hand gelöscht
  Umstellen, nachdem Klaus das bestätigt hat
  DBを手動で更新する
  本番DBを手動で移行します
  - MANUAL: press the button
  - 1. MANUAL: press the button
  Build it.↵**MANUAL:** press the button
  A human must approve this
  - ask Jane to approve
  It needs sign off
  - Stop and get Jane's approval
  4. **STOP and VALIDATE**: Test User Story 1 independently
  STOP until Ann has approved the layout
  Review it with the owner before going on
  The user must confirm before Task 2
  Product owner signs off before US-002
  **CHECKPOINT** — all of it
  Step 2: STOP. Ask your human partner before continuing.
  Wait for my go before continuing
  Switch traffic (after you confirm)
  Only after I say so
  This requires my OK
  Wait until I have tested staging
  This must be done by a human operator
  The user tests the app by hand
  Don't run this automatically
  **Executor:** human
  Freigabe durch den Chef einholen
  Approval from X is required before this phase starts
  Approval from the CTO is required before this phase starts.
  Stop before this phase and ask for approval
  Prerequisite: legal sign-off
  **Prerequisite**: legal sign-off
  Blocked by: legal
  **Blocked by**: legal
  Blocked by: vendor
  Do not start until X has approved
  Do not start this task until the client has confirmed.
  Do not start Phase 2 until the client has approved the design.
  Requires product owner's go-ahead
  Don't run without explicit permission
  **⚠️ CRITICAL**: No user story work can begin until the design is signed off
  Nicht starten, bevor der Kunde zugestimmt hat
  Nicht ohne Freigabe starten
  Warten auf Freigabe
  Erst nach Genehmigung durch den Chef
  Braucht die Zustimmung des Kunden
  Esperar la aprobación del cliente
  No iniciar hasta que el cliente apruebe
  Requiere visto bueno del jefe
  No desplegar sin autorización
  Não iniciar sem aprovação do cliente
  Requer aprovação do gerente
  Após aprovação do cliente
  Attendre l'approbation du client
  Ne pas démarrer avant validation du client
  Nécessite l'accord du client
  Après le feu vert du chef
  Не начинать до согласования с юристом
  Требуется одобрение
  Опубликовать 'после одобрения'
  После утверждения заказчиком
  クライアントの承認が必要
  承認されるまで開始しない
  承認後に実行する
  等待客户审批
  未经批准不得上线
  审批后执行
  Owner: human
  **Owner**: human
  - @alice to confirm
  assignee: person
  assignee: human
  auto: no
  autonomous: false
  blocked by the vendor
  requires approval: yes
  wait for the customer's answer
  wait for approval
  needs human review
  HUMAN: press the button
  Ask me before you merge
  only after I confirm
  Get written approval from the client before going on.
  Never deploy without my explicit approval.
  Human approval is required before every deploy.
  Needs approval from Anna first.
  Before starting, get approval from Anna.
  Product owner reviews the result.
  ⛔ **STOP — wait for the user to review before Phase 2**
  > STOP: wait for approval before 2.
  ⚠️ Do not start before the PO has agreed.
  Checkpoint: user must approve
  checkpoint: human-verify
  Checkpoint: before start, client approves
  Gate: human approval before start
  legal must review this
  subject to budget approval
  pending approval
  Contingent on sign-off
  To be executed by a human
  Only proceed with approval
  Hold until the board has approved it
  Not before the DBA has approved
  Once approved, run the migration
  Check with the owner before deleting
  Please confirm with me first
  Get the go-ahead from product
  Await green light
  Someone must sign this off
  Coordinate: Tom approves the window
  Awaiting feedback from the client
  Waiting on legal
  On hold for legal
  Decision pending
  Needs a decision
  On hold
  Note: on hold until legal answers
  Blocked: waiting on vendor
  blocked: true
  on hold due to budget
  manual: yes
  Requires go-ahead from finance
  Owner: me
  Don't merge without a review by the owner
  Start only after the CTO approves
  Legal has to sign this off first.
  No deployment before the security team has given its okay.
  We need Maria's approval before touching the billing code.
  This step is blocked until procurement answers.
  Hold off until I get back to you.
  Please don't merge this yourself; I want to look at it first.
  Manual step: rotate the API key in the console.
  A team member must press the button in the vendor portal.
  Not to be automated.
  To be done by Anna.
  Stakeholder demo and feedback required before continuing.
  Only continue once the designs have been accepted by the client.
  Check in with me after this phase.
  Await decision from steering committee.
  The migration must be approved in writing.
  Subject to board approval.
  Pending review by the data protection officer.
  Get a second pair of eyes on this before release.
  Requires human judgment.
  Human intervention needed.
  Do NOT execute without confirmation.
  Gate: go/no-go with the PO.
  Exit gate: stakeholders sign.
  Freeze until release manager gives green light.
  Vor dem Start muss die Geschäftsführung zustimmen.
  Bitte erst nach Rücksprache mit mir.
  Muss vom Kunden abgenommen werden.
  Necesita la firma del director.
  Esperar confirmación del cliente antes de continuar.
  Debe ser aprobado por legal.
  Só iniciar depois da aprovação da diretoria.
  Precisa de revisão humana.
  À valider par le chef de projet avant de continuer.
  Nécessite une validation humaine.
  Ne rien déployer sans mon accord.
  Только после подтверждения менеджера.
  Нужно одобрение безопасности.
  上司の許可を得てから実行してください
  必须由人工执行
  在获得产品经理同意之前不要开始
  等我确认后再继续
  Wait for Anna.
  - @alice to check the numbers
  Human gate before the release
  Continue when I confirm.
  Requires manual deployment
  Manual work by ops
  Manual QA by Bob
  Publish (human required)
  <task gate="blocking">
  type: manual
  executor: user
  Ask the user before deleting
  This is done by me.
  Needs UAT.
  Change request has to be authorised.
  Manuell durchführen.
  Blocker: hardware
`);

const OTHER_TITLES = sentences(`
  Run QA
  QA the login page
  Fix QA findings
  Set up the QA environment
  Write QA checklist
  Deploy to QA
  QA environment
  Add QA tests
  Prepare QA data
  Automate QA
  Build the ask dialog (ask for name)
  Ask for the user's name
  Ask the user for a file name in the dialog
  Add "Ask me anything" page
  Let users ask questions
  Ask for permission to use the camera
  Handle tasks (async)
  Manuelle Sortierung der Liste implementieren
  Modus "manuell" in den Einstellungen ergänzen
  Handbuch schreiben
  手動モードを実装する
  手動入力フォームを追加
  Prueba unitaria del login
  Validation du formulaire
  Validation des entrées
  Validación de formularios
  Validação de entrada
  Validazione del modulo
  Valider le formulaire avant envoi
  Après validation du formulaire, afficher un message
  입력값 확인 로직 추가
  비밀번호 확인 후 로그인 처리
  고객 목록 페이지
  확인 버튼 추가
  Nachdem der Nutzer bestätigt hat, wird die Mail gesendet
  Wait for the element to appear
  Needs refactoring
  Cut over - needs tests
  Add retry - needs backoff
  Publicar el paquete
  Spinner while waiting for the response
  提交前确认弹窗
  找回密码页面
  查找用户
  Implementar validação do cliente HTTP
  Client validation of forms
  客户确认按钮
  Before approval the amount can be changed
  Confirm before delete in settings
  Pair with Bluetooth
  Validation of user input
  Write the manual
  Let users add items manually
  Read the manual page
  Pause the video
  Show manual tests of the suite
  Add an approval workflow to the app
  Write the user manual
  Implement sign-off page
  Build the approvals dashboard
  Add approval status column
  Show pending approvals in the sidebar
  As a manager, I approve requests
  Add human-readable errors
  Make error messages human-friendly
  Add user stories for checkout
  Add confirmation dialog before delete
  Implement email confirmation
  Store the consent of the user
  Test the login flow
  Add checkpoint saving to the trainer
  Implement gate logic
  Request permissions on Android
  Fix file permissions
  Create review page
  Add code review bot
  Document the release process
  Handle manual overrides
  Stop the server gracefully
  Add stop button
  Pause and resume downloads
  Hold the lock while writing
  承認フローを実装
  实现审批流程
  Freigabeworkflow implementieren
  Добавить страницу согласования
  Añadir página de aprobación
  Ajouter la page d'approbation
  Deploy to UAT
  Set up the UAT environment
  Automated tests for sign-off emails
  Let admins approve comments
  Support two-person approval in the API
  Reviewer assignment algorithm
  Customer reviews API
  Add reviews
  Block users on failed logins
  Show blocked users
  Implement pause/resume
  Write approval tests for the renderer
  Sign the commits with GPG
  Add go/no-go widget
  Approval emails
  User permissions matrix
  Team invitations
  Review moderation queue
  Sign-in with Google
  Sign up flow
  Gateway timeouts
  Check-in kiosk screen
  Confirm password field
  Pause button for the player
  Hold-to-record gesture
  Stop words filter
  Human resources module
  Personal access tokens
  Approve/reject endpoints
  Two-factor authorization
  Blocked IP list
  Customer feedback widget
  Client-side validation
  Owner transfer
  Legal pages (imprint, privacy)
  Vendor dashboard
  Wait states in the FSM
`);

const OTHER_LINES = sentences(`
  Only after the tests pass
  After QA, deploy
  Once the tests are verified
  Benutzer können Einträge manuell sortieren
  Benutzer können Einträge von Hand löschen
  Warteschlangen manuell starten ermöglichen
  Nach dem Löschen die Seite aktualisieren
  UIで手動で更新する機能を実装
  ユーザーが手動で更新する
  手動で更新できる
  キャッシュを自動更新しない
  Before approval the amount can be changed
  Confirm before delete in settings
  Pair with Bluetooth
  Validation of user input
  Manual: see docs
  Users can pause for a while
  People ask Jane to approve of it
  A reader must approve
  Stop at any checkpoint to validate a story
  Users confirm an order before paying
  Wait until the server has confirmed the request
  Nothing is run by the server when you say nothing
  Do not edit the file by hand
  **⚠️ CRITICAL**: No user story work can begin until this phase is complete
  Foundation ready - user story implementation can now begin in parallel
  requires approval: no
  users can sign off invoices
  Users can sign off invoices
  As a manager I want to approve expenses so that they get paid
  Run the tests before merging
  Verify the tests pass
  No approval needed
  Approval is not required
  No manual steps
  Runs without human intervention
  This needs no sign-off
  doesn't require approval
  autonomous: true
  Requires location permission on iOS
  Wait for the server to start
  Wait for Postgres to start
  await user.click()
  The user confirms the order
  Depends on the user service
  The client library needs a new release
  Do not start the server twice
  Don't use global state
  Blocked users cannot log in
  Blockers: none
  Prerequisites: Docker and Node 20
  Prerequisite: FIX-5
  The team page lists all leads
  Owner: Alice
  assignee: bob
  Already approved by legal
  Approval received on 2026-01-01
  Check the docs with grep
  Each request waits for a free worker
  Ask the API for the user's name
  blocked: false
  blocked: no
  Paused downloads resume after a restart
  manual: no
  The on hold state is stored
  Wait until the queue is empty
  Do not log the token
  The approval process is described in docs/approvals.md
  Users must approve the terms before they can continue.
  Validates the input and returns a review object.
  Run \`npm test\` and check that all tests pass before moving on.
  Stop the container, then start it again.
  The API returns 403 when permission is missing.
  Implements the approve() and reject() methods.
  Ask for the user's location only once.
  The manager role can view all teams.
  No breaking changes are allowed until v2.
  Do not start a new transaction inside the loop.
  Wait for the network to be idle.
  This phase must be completed before any user story can start.
  Verify manually that the button is blue if screenshots fail.
  Tests should be written before the implementation.
  Human-readable timestamps in the client locale.
  The owner field is required.
  Reviewers are assigned automatically.
  Gate the feature behind a flag.
  The gate closes when the sensor fires.
  Approved orders are shipped the next day.
  Signed-off commits only (git commit -s).
  Confirm that the migration is reversible.
  Pending requests are cancelled on unmount.
  Holds the connection open for 30 seconds.
  Blocked on main thread for 16 ms at most.
  Unblocks the deploy pipeline.
  The bot asks the customer for an order number.
  Let the client retry three times.
  Have the server validate tokens.
  The client must retry on 503.
  Without approval the order stays in draft.
  A reviewer can reject a submission.
  Manual transactions are not supported by the driver.
  Includes a manual override for admins.
  Read the user manual first.
  After login, the user reviews the cart.
  Comments stay hidden until a moderator approves them.
  Checkpoint/restore for long jobs
  After the manager approves, an email is sent.
`);

describe('words that ask for a person', () => {
  it.each(ASKING_TITLES)('are heard in the title %j', (title) => expect(findHumanGate(title, '')).toBeDefined());
  it.each(ASKING_LINES)('are heard in the line %j', (line) => expect(findHumanGate('a', line)).toBeDefined());
  it.each(OTHER_TITLES)('do not stand in the title %j', (title) => expect(findHumanGate(title, '')).toBeUndefined());
  it.each(OTHER_LINES)('do not stand in the line %j', (line) => expect(findHumanGate('a', line)).toBeUndefined());
});

/** Known, and not mended: a person is asked in vain, which costs a click. */
const ASKED_IN_VAIN = sentences(`
  Show a prompt (ask before delete)
  Mostrar un aviso después de que el usuario confirme
  The status is set to done after approval.
  Required approvals: 2 (branch protection setting)
  The component shows a checkmark once the user confirms.
`);

/** Known, and not mended: nobody is asked. */
const NOT_HEARD = sentences(`
  QA has to accept it
  Server manuell neu starten
  This one is mine
  Talk to Tom about it
  Leave the keys to the ops people
  Decision: keep or drop IE11
  担当者が手動で確認する
`);

describe('what is known to be read wrongly', () => {
  it.each(ASKED_IN_VAIN)('asks in vain: %j', (text) => expect(findHumanGate(text, text)).toBeDefined());
  it.each(NOT_HEARD)('is not heard: %j', (line) => expect(findHumanGate('a', line)).toBeUndefined());
});

describe('the sentence that asks', () => {
  it('is given whole, without its marks', () =>
    expect(findHumanGate('a', 'Build it.\n- **Do not start** until `legal` has approved. Then go.')).toBe(
      'Do not start until legal has approved.',
    ));
  it('is cut around its words where it is long', () => {
    const asked = findHumanGate('a', `${'pour it and look '.repeat(50)}needs approval ${'pour it '.repeat(50)}`);
    expect(asked).toMatch(/^… .{20,60}needs approval/);
    expect(asked!.length).toBeLessThanOrEqual(200);
  });
  it.each(['approval ', 'wait for ', 'do not start ', 'add ', '— ', '. ', '; ', '(', 'человек ', '承認', 'user '])(
    'is looked for in linear time in many times %j',
    (piece) => {
      const from = process.cpuUsage().user;
      findHumanGate(piece.repeat(20_000), piece.repeat(20_000));
      expect((process.cpuUsage().user - from) / 1_000).toBeLessThan(2_000);
    },
  );
});

describe('the look that most texts are done with', () => {
  it('lets every word of the lexicon through by which a sentence may ask', () => {
    const asking = [...ASKING_TITLES, ...ASKING_LINES];
    expect(asking.filter((text) => !mayAsk(text))).toEqual([]);
    const sure = LEXICON.filter(([sign]) => 'YAHCM'.includes(sign)).flatMap(([, words]) => words);
    expect(sure.map((word) => word.replace('*', '').replaceAll('_', ' ')).filter((word) => !mayAsk(word))).toEqual([]);
  });
});
