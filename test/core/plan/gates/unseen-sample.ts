import { asking, eachLine, type Sample, speaking } from './sample';

/** The half that is only scored: who works on words and rules does not look at which of these are read wrongly. */
export const UNSEEN: Sample = {
  asking: {
    titles: eachLine(`
      Get Mia's blessing for the new logo
      Only a human may do this: delete the old tenant
      I'll take care of the App Store listing
      Restart the cluster (check with infra first)
      Steering committee decision
      Approve release notes — @me
      Pay the invoice by hand
      Legal clearance for the new terms
      Publish the post once Karen is happy with it
      Manual: plug in the USB key
      Do not run this unattended: wipe staging
      Abnahme durch den Kunden
      Auf Rückmeldung von Jonas warten
      Tarif wechseln (macht Sabine)
      Von Hand: Router neu starten
      Recette client avant mise en ligne
      Étape manuelle : signer le contrat
      Attendre la réponse du juriste
      Esperar respuesta de contabilidad
      Pedir permiso a Lucía antes de borrar
      Passo manual: trocar o certificado
      Aprovação do jurídico
      Aspettare il via libera di Giulia
      Approvazione del responsabile
      部長の決裁待ち
      手動でDNSを切り替える
      等待法务审批
      手动更新证书
      Согласование с юристами
      Выкатить на прод после ОК от Марии
    `),
    lines: eachLine(`
      Wait for a yes from Tom before you do this.
      Requires sign-off by the data team before it runs.
      Blocked on: procurement
      Talk to Nina before starting this one.
      I want to be in the room when this happens.
      Stop here until I've had a look.
      @sarah please approve
      Needs Ben's sign-off
      This has to be done by a person with the hardware token.
      Never let an agent do this.
      Keep your hands off this, it's mine.
      The vendor must enable the account first; wait for their mail.
      Run only with explicit consent of the owner.
      Not before the lawyers have signed.
      Owner: me
      Please ping me before you merge.
      Erst starten, wenn Petra zugestimmt hat.
      Nicht ohne mein Einverständnis ausführen.
      Muss ein Mensch machen.
      Frag vorher Tobias.
      À faire manuellement par l'équipe ops.
      Ne lancez rien avant d'avoir eu l'accord de Claire.
      Demande d'abord à Hugo.
      Je m'en occupe moi-même.
      No ejecutar sin la autorización de Pedro.
      Esto lo hace una persona.
      Pregúntame antes de seguir.
      Não rodar sem a aprovação do Rafael.
      Perguntar ao Bruno primeiro.
      Só depois do ok da diretoria.
      Deve essere approvato dal cliente prima di iniziare.
      Non automatizzare.
      Lo faccio io.
      実行前に鈴木さんの許可を取ること
      必ず人が実施すること
      自動実行禁止
      需要经理批准后才能执行
      必须人工执行
      先和法务确认
      Только после согласования с заказчиком.
      Делать вручную.
      Я сделаю это сам.
    `),
  },
  speaking: {
    titles: eachLine(`
      Add approver column to the requests table
      Write unit tests for the review queue
      Rename ManualTrigger to OnDemandTrigger
      Load model weights from the latest checkpoint
      Build the sign-off page for contractors
      Cache permission checks
      Add a human-friendly duration format
      Show "blocked by" links on the issue page
      Fix the flaky approval spec
      Document manual rollback in the runbook
      Let reviewers leave inline comments
      Replace the confirmation modal with a toast
      Wait for the database in docker-compose
      Add stop and pause controls to the player
      Send reminders for overdue approvals
      Migrate the permission model to roles
      Formular für Urlaubsgenehmigungen bauen
      Prüfung der Eingaben im Formular
      Anzeige offener Freigaben im Dashboard
      Écrire les tests du module de validation
      Afficher les demandes d'approbation
      Añadir notificaciones de aprobación
      Escribir pruebas de la página de revisión
      Adicionar testes ao fluxo de aprovação
      Corrigir tela de aprovações
      Mostrare le approvazioni in sospeso
      レビュー機能を実装
      承認APIを追加
      实现人工审核后台页面
      修复审批接口
      Добавить кнопку подтверждения заказа
      Исправить страницу проверки
    `),
    lines: eachLine(`
      Shall I proceed with the implementation?
      Tell me if you want something changed and I will adjust the plan.
      The approver gets a mail with two links.
      Each request has a state: draft, pending approval, approved.
      The dialog asks the customer to confirm the deletion.
      Reviews are loaded lazily, twenty at a time.
      The worker writes a checkpoint after every batch.
      Manual installs are described in docs/install.md.
      Requires Node 20 and a running Postgres.
      Managers can sign off time sheets in the app.
      The API rejects calls without permission.
      The scheduler waits for all children before it exits.
      Owner and reviewer are shown on the card.
      Returns an error when the user has no approval rights.
      This makes the log easier to read for humans.
      Users can stop and resume an upload.
      The gate agent scans the boarding pass.
      Genehmigte Anträge werden archiviert.
      Der Nutzer bestätigt die Bestellung mit einem Klick.
      Le client HTTP attend la réponse du serveur.
      Les demandes validées sont archivées.
      El cliente HTTP espera la respuesta del servidor.
      Las solicitudes aprobadas se guardan en la base de datos.
      O usuário confirma o pedido com um clique.
      Gli utenti possono approvare le richieste.
      承認されたリクエストはデータベースに保存される
      ユーザーが注文を確認するとメールが送られる
      系统会自动发送审批通知
      确认按钮为蓝色
      После подтверждения заказа отправляется письмо.
      Проверка прав выполняется на сервере.
    `),
  },
  plans: [
    asking(
      'Order cable|Plug in',
      '# Lab\n## Automated\n- [ ] Write driver\n## Human tasks\n- [ ] Order cable\n- [ ] Plug in\n',
    ),
    asking('Sign contract', '# Deal\n## Code\n- [ ] Write page\n## To be done by hand\n- [ ] Sign contract\n'),
    asking('Deploy', '- [ ] 1. Build\n- [ ] 2. Deploy\n  Depends on: 1, sign-off from QA lead\n'),
    asking('Deploy', '- [ ] Build\n- [ ] Deploy (only with OK from Kim)\n- [ ] Clean\n'),
    asking(
      'Migrate',
      '# Roadmap: K\n### Phase 1: Build\n**Goal**: a\n### Phase 2: Migrate\n**Goal**: b\n**Depends on**: Phase 1\nThe DBA has to approve this phase before it begins.\n### Phase 3: Clean\n**Goal**: c\n',
      '.planning/ROADMAP.md',
    ),
    asking(
      'Call bank',
      '| # | Task | Owner | Status |\n|---|---|---|---|\n| 1 | Write page | claude | todo |\n| 2 | Call bank | human | todo |\n',
    ),
    asking(
      'Deploy',
      '{"tasks":[{"id":1,"title":"Build","status":"todo"},{"id":2,"title":"Deploy","requires_confirmation":true}]}',
      'tasks.json',
    ),
    asking(
      'Deploy',
      'tasks:\n  - id: a\n    title: Build\n    status: todo\n    run_by: agent\n  - id: b\n    title: Deploy\n    run_by: human\n',
      'tasks.yaml',
    ),
    asking(
      'Deploy',
      '{"tasks":[{"id":"a","title":"Build","status":"todo","reviewers":[]},{"id":"b","title":"Deploy","approver":"cto"}]}',
      'tasks.json',
    ),
    asking(
      'Deploy',
      'tasks:\n  - id: a\n    title: Build\n    status: todo\n  - id: b\n    title: Deploy\n    trigger: manual\n',
      'tasks.yaml',
    ),
    asking(
      'Deploy',
      '{"tasks":[{"id":1,"title":"Build","status":"todo","humanInTheLoop":false},{"id":2,"title":"Deploy","human_review":"required"}]}',
      'tasks.json',
    ),
    asking('Deploy', '- [ ] Build\n- [ ] Deploy\n  - assignee: @me\n'),
    asking(
      'Deploy',
      '# Tasks: K\n## Phase 1: A\n- [ ] T001 Build\n## Phase 2: B\n**Go/No-Go**: Ann decides whether we continue.\n- [ ] T002 Deploy\n',
      'specs/001-k/tasks.md',
    ),
    asking('Déployer', '# P\n## Code\n- [ ] Construire\n## Étapes manuelles\n- [ ] Déployer\n'),
    asking('Desplegar', '# P\n## Código\n- [ ] Construir\n## Pasos manuales\n- [ ] Desplegar\n'),
    asking('部署', '# P\n## 开发\n- [ ] 编写代码\n## 人工步骤\n- [ ] 部署\n'),
    asking('Deploy', '# P\n- [ ] Build\n- [ ] Deploy — leave to Ann\n'),
    speaking(
      '# Review system\n\nReviewers are assigned by the server. A submission is published when two reviewers approve it.\n\n## Data\n- [ ] Add reviews table\n- [ ] Add reviewer role\n## API\n- [ ] Implement approve and reject\n- [ ] List submissions that wait for review\n## UI\n- [ ] Build review page\n',
    ),
    speaking(
      '# Permissions\n## 1. Roles\n- [ ] 1.1 Add roles table\n- [ ] 1.2 Ask for permission on first start of the app\n## 2. Screens\n- [ ] 2.1 Show who granted a permission\n- [ ] 2.2 Test manual and automatic grants\n',
      'openspec/changes/x/tasks.md',
    ),
    speaking(
      '# Implementation Plan\n- [ ] 1. Approval model\n  - Store who approved and when\n- [ ] 2. Approval endpoints\n  - POST /approve marks the request as approved\n- [ ] 3. Approval screens\n  - Show requests that are waiting for approval\n',
      '.kiro/specs/k/tasks.md',
    ),
    speaking(
      'I will do three things:\n\n- [ ] Rename the module\n- [ ] Move the tests\n- [ ] Update the docs\n\nDoes this look good? I can start right away.\n',
    ),
    speaking(
      '{"tasks":[{"id":1,"title":"Model","status":"todo","executor":"agent","review":false},{"id":2,"title":"Form","when":"on_success","interactive":false}]}',
      'tasks.json',
    ),
    speaking('| Task | Owner | Estimate |\n|---|---|---|\n| Write page | Ann | 2h |\n| Test page | Bob | 1h |\n'),
    speaking(
      '# Leave requests\n- [ ] Employees can request leave\n- [ ] Managers approve leave in the app\n- [ ] HR sees all approved leave\n',
    ),
  ],
};
