/**
 * The words by which plans ask for a person, each kind under the sign that stands for it in the patterns of
 * `asking-patterns.ts`. Languages: English, German, Spanish, Portuguese, French, Russian, Chinese, Japanese, Korean.
 * `_` joins the words of a phrase, `*` ends the stem of many forms.
 */
export const LEXICON: readonly (readonly [sign: string, words: string])[] = [
  // A yes that somebody gives.
  [
    'Y',
    `approval approvals signoff signoffs sign_off sign_offs go_ahead green_light greenlight go_no_go
    user_acceptance_test user_acceptance_tests user_acceptance_testing client_acceptance customer_acceptance
    pair_of_eyes freigabe freigaben genehmigung genehmigungen abnahme abnahmetest zustimmung rücksprache firma
    aprobación aprobacion visto_bueno luz_verde aprovação aprovacao aval approbation feu_vert
    одобрени* согласовани* утверждени* 승인* 결재*
    承認 決裁 稟議 审批 審批 批准 核准 签字 签核 验收`,
  ],
  // One that machines may give as well, or that apps ask for.
  [
    'V',
    `true permission consent authorization authorisation clearance ok okay yes word erlaubnis einverständnis autorización permiso
    consentimiento autorização permissão autorisation accord разрешени* 許可 许可 同意`,
  ],
  [
    'A',
    `approve approves approved approving signs_off signed_off sign_it_off signs_it_off signed_it_off sign_this_off sign_that_off
    signs_this_off signs_them_off sign_them_off authorizes authorises agree agrees agreed endorses greenlights greenlit says_go says_so say_so says_yes say_yes
    genehmigt genehmigen freigibt freigegeben freigeben zustimmt zustimmen zugestimmt abgenommen unterschreibt unterschrieben
    apruebe aprueba aprueben aprobado aprobada aprobar autorice autorizado aprovar aprove aprova aprovado aprovada aprovem autorize
    approuve approuvé approuvée approuver validé validée valide одобрит одобрил одобрено одобрить утвердит утвердил утверждено согласует согласовано согласовал`,
  ],
  [
    'O',
    'confirm confirms confirmed accepted valider abnehmen bestätigt bestätigen confirme confirma confirmado confirmé подтвердит подтвердил',
  ],
  // What is asked of somebody.
  [
    'R',
    `review reviewed confirmation decision decide decides feedback bestätigung entscheidung rückmeldung confirmación decisión revisión
    confirmação decisão revisão relecture décision подтверждени* レビュー 確認 确认 审核 審核 复核 评审 검토* 확인*`,
  ],
  [
    'K',
    `check checks checked verify verifies verified verification validate validates validated validation test tests tested
    testing qa inspect inspects inspection look_at looks_at sign signs prüfung prüft prüfen prüfe validación verificación prueba pruebas
    comprobación validação verificação teste testes vérification проверк* проверит* テスト 検証 测试 验证`,
  ],
  ['v', 'reviews'],
  ['u', 'uat'],
  [
    'H',
    'human hitl person team_member teammate colleague mensch menschen humano humana persona pessoa humain humaine человек* человеком 사람* 人間 人工 人手',
  ],
  ['I', 'me my i myself mich mir moi mim мне меня 我'],
  ['J', 'you your we us our'],
  [
    'P',
    `user owner product_owner business_owner po stakeholder stakeholders client customer team lead manager boss chief cto ceo cfo ciso dba legal
    compliance vendor supplier maintainer maintainers reviewer approver approvers management procurement finance marketing ops sponsor
    director auditor lawyer lawyers counsel someone somebody security_team steering_committee operator leadership
    geschäftsführung vorstand diretoria direction chef kunde kunden auftraggeber fachbereich cliente jefe chefe gerente usuario usuário equipo utilisateur responsable
    заказчик* клиент* начальник* руковод* пользовател* юрист* 客户 用户 负责人 经理 老板 领导 顧客 お客様 クライアント オーナー 上司 担当者 責任者 ユーザー 고객*`,
  ],
  [
    'N',
    `need needs require requires get obtain seek request ask_for subject_to conditional_on contingent_on braucht benötigt erfordert einholen einzuholen
    requiere necesita obtener pedir solicitar requer precisa obter nécessite obtenir requiert требует требуется нужно нужна нужен получить
    需要 需 须 必须 获得 取得 得る 得て もらう もらって`,
  ],
  [
    'D',
    `required needed necessary mandatory outstanding pending missing obtained blocking requested erforderlich nötig notwendig ausstehend requerida requerido
    necesaria necesario pendiente necessária necessário obrigatória pendente requis requise nécessaire 必要 必須 필요*`,
  ],
  [
    'W',
    `wait waits waiting await awaits awaiting hold holds warten wartet warte abwarten esperar espera esperando aguardar aguardando aguarda
    attendre attente attend ждать ожидать ожидани* дождаться 待ち 待つ 待って 等待 等候 等我 待 대기*`,
  ],
  ['S', 'stop halt pause stopp anhalten parar detener pare pausar arrêter стоп 停止 ストップ 中断 暂停'],
  [
    'X',
    `not don't dont never no cannot can't mustn't shouldn't doesn't isn't aren't needn't nothing nobody none false off nicht kein keine keinen keiner nie nunca
    não nao ne pas jamais aucun aucune не никогда 不要 不得 不能 不 禁止 切勿 しない ない`,
  ],
  ['E', 'without ohne sin sem sans без 未经 なしに 無しに なしで'],
  [
    'G',
    `start starts started begin begins proceed continue run execute deploy release merge merged ship publish launch go_live go_on go move_on touch apply
    push delete drop migrate do buy switch rotate send starten beginnen fortfahren weitermachen ausführen anfangen iniciar empezar comenzar continuar ejecutar
    desplegar começar executar démarrer commencer continuer lancer exécuter déployer начинать начать продолжать запускать выполнить выполнять
    開始 着手 進め 実行 开始 继续 执行 上线 部署`,
  ],
  [
    'U',
    'until till unless before prior_to bevor bis vor hasta antes até avant jusqu jusque пока до прежде перед まで 前 之前',
  ],
  [
    '8',
    'after once upon as_soon_as following nach sobald después despues tras una_vez após depois après dès une_fois после 後 后 之后',
  ],
  ['0', 'when if wenn falls cuando quando quand lorsque если когда'],
  ['Z', 'that which who where whether so how'],
  [
    'L',
    'must should shall will has had to needs_to has_to is_to are_to be been muss soll hat debe deve doit ha 已 は が',
  ],
  ['F', 'from by of due_to because_of durch von vom des del de do da dos por par du d от による から の 由'],
  [
    'M',
    'manual manually by_hand manuell manuelle manueller manuelles manuellen händisch von_hand manualmente a_mano à_mão manuel manuelle manuellement à_la_main вручную ручн* 手動 手作業 手动 手工 수동*',
  ],
  ['C', 'checkpoint checkpoints'],
  ['g', 'gate gates'],
  [
    '2',
    'blocked_by blocked_on blocked_pending blocker blockers blockiert_durch bloqueado_por bloqueada_por bloqué_par заблокировано',
  ],
  ['k', 'blocked on_hold paused stuck en_espera blockiert angehalten bloqueado bloqueada bloqué'],
  ['5', 'with mit con com avec'],
  ['Q', 'ask fragen frage preguntar consultar consult perguntar demander спросить 询问'],
  ['9', 'let have'],
  ['4', 'for für para pour на'],
  ['&', 'and then und y e et и'],
  ['1', 'only nur solo só seulement только erst'],
  ['3', 'skip forget omit bypass'],
  ['6', 'complete completed done already received granted given was were bereits ya já déjà уже'],
  ['a', 'autonomous autonomously autonom unattended yourself automatically automatic automated auto'],
  ['r', 'assignee executor assigned_to responsible who'],
  ['t', 'type mode kind'],
  ['d', 'performed_by executed_by done_by carried_out_by'],
  ['w', 'step steps action actions intervention work task tasks'],
  [
    'p',
    'prerequisite prerequisites precondition preconditions voraussetzung voraussetzungen prerrequisito requisito_previo prérequis pré_requis pré_requisito 前提',
  ],
  // Sure by themselves.
  ['!', "i'll_do i'll_handle i_will_do i_will_handle 🛑 ✋ ⏸"],
  ['h', 'human_in_the_loop'],
  // Making something that has to do with a yes asks for none.
  [
    'B',
    `add adds build builds implement create write design develop support allow allows enable make show shows display render store save load model
    define expose introduce refactor extend fix document rename remove parse handle generate persist record log track list update improve
    integrate configure convert extract port style polish mock wire hook return provide prevent hide sync import export unify replace rework use
    users customers clients admins managers members people visitors editors translate style cover establish count filter
    implementieren erstellen bauen schreiben añadir agregar crear implementar construir escribir criar adicionar escrever ajouter créer
    implémenter construire écrire добавить создать реализовать написать 実装 追加 作成 实现 添加 创建 编写 新增 开发 구현* 추가*`,
  ],
  ['b', 'as_a as_an'],
  [
    'T',
    `workflow workflows flow flows page pages button buttons screen screens dialog dialogs modal form forms field fields table tables column columns email
    emails mail mails notification notifications status statuses state states endpoint endpoints api apis service services system queue queues module
    component components view views link links token tokens request requests feature features logic rule rules engine chain matrix role roles setting
    settings entity schema enum event events handler controller route routes class function method history badge icon
    banner template templates report reports dashboard menu tab card cards message messages prompt prompts toast code data library app interface ui experience
    story stories profile profiles account accounts side id ids name names session sessions guide docs documentation database server
    sdk portal panel wizard rate date dates level levels tracking tool tools process processes mode entry override override page
    readable friendly resources factors beings being language like error errors environment env count threshold thresholds
    機能 画面 フロー ワークフロー 流程 功能 页面 系统 模块 接口 按钮 标准 基準 ボタン メール`,
  ],
];

/** Articles: they stand for nothing. */
export const ARTICLES: ReadonlySet<string> = new Set(
  'the a an der die das den dem ein eine einen einer el la los las un una o os um uma le les une'.split(' '),
);
