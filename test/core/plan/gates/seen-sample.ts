import { asking, eachLine, type Sample, speaking } from './sample';

/** The half that may be looked at while words and rules are worked on. */
export const SEEN: Sample = {
  asking: {
    titles: eachLine(`
      Wait for Joe's OK
      DO NOT AUTOMATE: rotate the root key
      Leave this one for me
      Send the newsletter (ask Joe first)
      Go/No-Go meeting
      Deploy to prod @me
      Cut over DNS — needs a human
      Sign-off from security
      Run the migration with the DBA present
      Have Priya eyeball the invoices
      Freigabe durch Rechtsabteilung abwarten
      Produktivdeployment nur nach Absprache mit Max
      Manuell: Zertifikat im Portal erneuern
      Attendre le OK de Julie
      Mise en production (à faire à la main)
      Esperar el visto bueno de Marta
      Paso manual: subir el binario a la tienda
      Aguardar OK do João
      Publicar (só com autorização da gerência)
      Attendere l'approvazione di Marco
      Passaggio manuale: caricare il file
      田中さんの承認を待つ
      本番デプロイ（手動）
      等老王确认
      上线（需人工操作）
      Дождаться ОК от Ивана
      Ручной шаг: обновить DNS
    `),
    lines: eachLine(`
      Approval from finance is required before this phase starts.
      Blocked by: legal
      Ask Joe first.
      ask Joe first
      Don't touch this until I'm back from vacation.
      Leave this one for me.
      @me
      Check with Sam before you run this.
      This one is for a human.
      Requires Ana to sign in to the Apple developer account.
      Not for agents.
      Hands off, I do this one.
      Somebody from ops has to flip the switch.
      Do not proceed without a thumbs-up from design.
      Assignee: @me
      Bitte vorher Rücksprache mit Lena halten.
      Nicht automatisieren!
      Das mache ich selbst.
      Demander à Paul avant de lancer.
      Ne pas automatiser
      Bloqué par : le service juridique
      Pregunta a Juan antes de ejecutar.
      No automatizar
      Lo hago yo.
      Não automatizar.
      Falar com a Carla antes de rodar.
      Non avviare senza l'ok del cliente.
      Chiedere prima a Luca.
      Da fare a mano.
      自動化しないこと
      佐藤さんに確認してから実行
      先问一下小李
      不要自动执行
      Не автоматизировать
      Сначала спросить Олега
    `),
  },
  speaking: {
    titles: eachLine(`
      Run approval tests
      Resume training from checkpoint
      Add a review page
      Implement the sign-off workflow
      Write docs for manual install
      Manual install instructions in the README
      Add "waiting for approval" badge to the order list
      Store reviewer and approval date
      Send e-mail when an invoice is approved
      Human detection in camera frames
      Checkpoint the WAL every five minutes
      Ask for microphone permission on first call
      Translate the approval screens
      Refactor the ApprovalService
      Test that rejected requests cannot be approved
      Wait for element before clicking in e2e tests
      Freigabeprozess im Backend abbilden
      Tests für die Genehmigungslogik schreiben
      Ajouter un écran de validation
      Corriger le bouton d'approbation
      Crear la pantalla de aprobaciones
      Implementar el flujo de revisión
      Criar endpoint de aprovação
      Aggiungere la pagina di approvazione
      Scrivere i test per il flusso di approvazione
      承認画面のテストを書く
      手動インストールのドキュメントを追加
      审批列表页面开发
      Реализовать экран согласования
      Написать тесты для модуля согласований
    `),
    lines: eachLine(`
      Let me know if you want me to go ahead.
      Let me know if you'd like any changes!
      Would you like me to start with phase 1?
      Admins see a list of requests that wait for approval.
      The user is asked for permission before the camera starts.
      Approvals are stored in the approvals table.
      Tests cover approving, rejecting and expiring requests.
      It resumes from the last checkpoint after a crash.
      Documents both the automatic and the manual install.
      The review page shows all comments.
      Blocked by: 1
      The form stays disabled until the user has accepted the terms.
      Emails are sent to the approver and to the requester.
      Human-readable names are shown to customers.
      Run the approval test suite in CI.
      Wait for the promise to settle.
      Stop the timer when the dialog is closed.
      Der Freigabestatus wird in der Tabelle gespeichert.
      Die Tests laufen ohne manuelle Eingriffe.
      L'utilisateur peut approuver une demande.
      La page affiche les demandes en attente.
      El usuario puede aprobar solicitudes.
      A tela mostra os pedidos pendentes.
      La pagina mostra le richieste in sospeso.
      承認済みの注文だけを表示する
      ユーザーは申請を承認できる
      用户可以在页面上审批申请
      Пользователь может согласовать заявку на странице.
    `),
  },
  plans: [
    asking(
      'Flip DNS|Tell customers',
      '# Move\n## Prepare\n- [ ] Build it\n## For humans\n- [ ] Flip DNS\n- [ ] Tell customers\n',
    ),
    asking('Flip DNS', '# Move\n## Build\n- [ ] Build it\n## Humans only\n- [ ] Flip DNS\n## After\n- [ ] Clean up\n'),
    asking('Rotate key', '# Keys\n## Manual steps\n- [ ] Rotate key\n## Code\n- [ ] Read key from vault\n'),
    asking('Ship', '- [ ] 1. Build\n- [ ] 2. Ship (depends on 1 and legal approval)\n'),
    asking('Ship', "- [ ] 1. Build\n- [ ] 2. Ship (after Joe's OK)\n"),
    asking(
      'Lid',
      '## Phase 1: A\n- [ ] Pot\n## Phase 2: B\nApproval from the CTO is required before this phase starts.\n- [ ] Lid\n## Phase 3: C\n- [ ] Tea\n',
    ),
    asking('Buy domain', '| Task | Who |\n|---|---|\n| Write page | agent |\n| Buy domain | Me |\n'),
    asking(
      'Buy domain',
      '| Step | Assignee | Status |\n|---|---|---|\n| Write page | bot | todo |\n| Buy domain | @me | todo |\n',
    ),
    asking(
      'Ship',
      '{"tasks":[{"id":1,"title":"Build","status":"todo"},{"id":2,"title":"Ship","needsReview":true}]}',
      'tasks.json',
    ),
    asking(
      'Ship',
      'tasks:\n  - id: a\n    title: Build\n    status: todo\n  - id: b\n    title: Ship\n    review: required\n',
      'tasks.yaml',
    ),
    asking(
      'Ship',
      'tasks:\n  - id: a\n    title: Build\n    status: todo\n  - id: b\n    title: Ship\n    approvers: [ann, bob]\n',
      'tasks.yaml',
    ),
    asking(
      'Ship',
      'tasks:\n  - id: a\n    title: Build\n    status: todo\n  - id: b\n    title: Ship\n    when: manual\n',
      'tasks.yaml',
    ),
    asking(
      'Ship',
      '{"tasks":[{"id":1,"title":"Build","status":"todo"},{"id":2,"title":"Ship","agent":"human"}]}',
      'tasks.json',
    ),
    asking(
      'Ship',
      '{"tasks":[{"id":1,"title":"Build","status":"todo","confirm":false},{"id":2,"title":"Ship","confirm":true}]}',
      'tasks.json',
    ),
    asking('Ship', '- [ ] Build\n- [ ] Ship\n  - mode: interactive\n'),
    asking('Ship', '- [ ] Build\n- [ ] Ship\n  - agent: human\n'),
    asking('Ship', '# P\n## Phase 1\n- [ ] Build\n## Nur für Menschen\n- [ ] Ship\n'),
    asking('出荷', '# P\n## 実装\n- [ ] 作る\n## 手動作業\n- [ ] 出荷\n'),
    speaking(
      '# Approvals\n\nThis plan adds approvals to the shop: an order waits until a manager approves it.\n\n## Tasks\n- [ ] Add approvals table\n- [ ] Add approve and reject endpoints\n- [ ] Show pending approvals in the sidebar\n- [ ] Send mail to approver\n- [ ] Test the approval flow end to end\n',
    ),
    speaking(
      '# Plan: code review bot\n\n## Phase 1: Review engine\n- [ ] Parse the diff\n- [ ] Post review comments\n## Phase 2: Review page\n- [ ] Add a review page\n- [ ] Let users resolve reviews\n',
    ),
    speaking(
      'Here is the plan:\n\n1. Parse the file\n2. Write the report\n3. Run the tests\n\nLet me know if you want me to go ahead.\n',
    ),
    speaking(
      '# Tasks: Sign-off workflow\n## Phase 1: Setup\n- [ ] T001 Create signoff module in src/signoff.ts\n- [ ] T002 [P] Write tests for the sign-off rules in tests/signoff.test.ts\n## Phase 2: UI\n- [ ] T003 Add manual override toggle in src/ui.tsx\n',
      'specs/001-k/tasks.md',
    ),
    speaking(
      '{"tasks":[{"id":1,"title":"Add approvals API","status":"todo","description":"Managers approve requests. A request waits until it is approved.","assignee":"bot","mode":"auto"},{"id":2,"title":"Checkpoint saving","agent":"claude"}]}',
      'tasks.json',
    ),
    speaking(
      '# Training\n- [ ] Save a checkpoint every 500 steps\n- [ ] Resume training from checkpoint\n- [ ] Evaluate the last checkpoint\n',
    ),
    speaking(
      'tasks:\n  - id: a\n    title: Build\n    status: todo\n    review: none\n    confirm: false\n    approvers: []\n    when: always\n  - id: b\n    title: Ship\n    mode: batch\n    needsReview: false\n',
      'tasks.yaml',
    ),
  ],
};
