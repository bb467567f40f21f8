import type { ExecutionTask } from '../plan';

/** How far work is; `held`: somebody must lift something before it goes on. */
export type State = ExecutionTask['status'] | 'held';

type Words = Readonly<Partial<Record<State, string>>>;

/** What columns of boards and fields of tasks are called, by language: in lower case, `|` between them. */
const LANGUAGES: Readonly<Record<string, Words>> = {
  en: {
    pending:
      'todo|to do|to-do|todos|backlog|sprint backlog|pending|not started|not yet started|planned|upcoming|up next|next up|next|now|open|ready|ready for development|selected for development|queued|queue|inbox|remaining|remaining work|outstanding|left to do|to be done',
    in_progress:
      'doing|in progress|in-progress|inprogress|work in progress|wip|active|ongoing|current|currently|in review|in testing|in qa|code review|in development|underway|being worked on|started',
    completed: 'done|complete|completed|finished|shipped|closed|resolved|delivered|released|already done',
    skipped:
      "cancelled|canceled|won't do|won’t do|wont do|won't fix|won’t fix|wontfix|dropped|rejected|deferred|postponed|skipped|abandoned",
    held: 'blocked|on hold|on-hold|stuck|paused|waiting|parked|suspended|frozen',
  },
  de: {
    pending:
      'zu erledigen|zu tun|noch zu tun|offen|noch offen|offene aufgaben|ausstehend|geplant|anstehend|als nächstes|nicht begonnen|noch nicht begonnen|neu|bereit|rückstand',
    in_progress: 'in arbeit|in bearbeitung|laufend|läuft|aktiv|begonnen|angefangen|in umsetzung|in prüfung|im gange',
    completed: 'erledigt|erledigte aufgaben|fertig|fertiggestellt|abgeschlossen|beendet|gemacht|getan',
    skipped: 'abgebrochen|verworfen|abgelehnt|gestrichen|storniert',
    held: 'blockiert|angehalten|wartet|wartend|pausiert|gesperrt|ruht',
  },
  fr: {
    pending:
      'à faire|a faire|à traiter|à venir|à commencer|planifié|planifiée|planifiés|prévu|prévue|prévus|non commencé|pas commencé|ouvert|ouverte|ouverts|restant|reste à faire',
    in_progress: 'en cours|en cours de réalisation|en développement|commencé|commencée|actif|en revue|en relecture',
    completed:
      'terminé|terminée|terminés|terminées|fait|faite|faits|faites|fini|finie|finis|achevé|achevée|réalisé|réalisée|complété|complétée|livré|livrée|clos',
    skipped: 'annulé|annulée|annulés|abandonné|abandonnée|rejeté|rejetée|reporté|reportée',
    held: 'bloqué|bloquée|bloqués|bloquées|en attente|en pause|suspendu|suspendue',
  },
  es: {
    pending:
      'por hacer|a hacer|pendiente|pendientes|sin empezar|sin iniciar|no iniciado|no iniciada|planificado|planificada|planeado|abierto|abierta|abiertos|próximo|próximos|por iniciar',
    in_progress:
      'en curso|en progreso|en proceso|en desarrollo|en marcha|en ejecución|haciendo|activo|activa|iniciado|iniciada|en revisión',
    completed:
      'hecho|hecha|hechos|hechas|completado|completada|completados|completadas|terminado|terminada|terminados|finalizado|finalizada|finalizados|listo|cerrado|cerrada|acabado|realizado|concluido',
    skipped: 'cancelado|cancelada|cancelados|descartado|descartada|rechazado|aplazado|pospuesto|omitido',
    held: 'bloqueado|bloqueada|bloqueados|bloqueadas|en espera|en pausa|pausado|detenido',
  },
  pt: {
    pending:
      'a fazer|por fazer|pendente|pendentes|não iniciado|não iniciada|planejado|planejada|planeado|aberto|aberta|abertos|próximo|próximos|fila',
    in_progress:
      'em andamento|em progresso|em curso|em execução|em desenvolvimento|em revisão|fazendo|ativo|ativa|iniciado|iniciada',
    completed:
      'concluído|concluída|concluídos|concluídas|feito|feita|feitos|feitas|pronto|pronta|prontos|finalizado|finalizada|terminado|completo|completado|encerrado|entregue',
    skipped: 'cancelado|cancelada|descartado|descartada|adiado|adiada|rejeitado',
    held: 'bloqueado|bloqueada|bloqueados|em espera|aguardando|em pausa|pausado|parado|suspenso',
  },
  it: {
    pending:
      'da fare|da iniziare|non iniziato|non iniziata|pianificato|pianificata|aperto|aperta|aperti|prossimo|prossimi|in programma|in coda',
    in_progress:
      'in corso|in lavorazione|in esecuzione|in sviluppo|in revisione|iniziato|iniziata|attivo|attiva|facendo',
    completed:
      'fatto|fatta|fatti|fatte|completato|completata|completati|completate|finito|finita|finiti|terminato|terminata|concluso|conclusa|chiuso|chiusa',
    skipped: 'annullato|annullata|scartato|scartata|rifiutato|rimandato|rinviato',
    held: 'bloccato|bloccata|bloccati|in attesa|in pausa|in sospeso|sospeso|sospesa',
  },
  ru: {
    pending:
      'к выполнению|к исполнению|сделать|нужно сделать|надо сделать|запланировано|запланированные|запланирован|в очереди|очередь|не начато|не начат|открыто|открытые|открыта|предстоит|осталось|новые|новая|бэклог',
    in_progress:
      'в работе|в процессе|выполняется|выполняются|делается|делаем|начато|начат|в разработке|на проверке|на ревью|текущие',
    completed:
      'готово|готовые|готов|готова|сделано|сделан|сделана|выполнено|выполненные|выполнен|выполнена|завершено|завершённые|завершенные|завершен|завершён|завершена|закрыто|закончено',
    skipped: 'отменено|отменён|отменен|отклонено|отложено',
    held: 'заблокировано|заблокированные|заблокирован|заблокирована|приостановлено|приостановлен|ожидание|в ожидании|ожидает|на паузе',
  },
  zh: {
    pending:
      '待办|待辦|待办事项|待辦事項|待做|要做|未开始|未開始|尚未开始|未完成|待处理|待處理|待开始|计划中|計劃中|接下来|新建|排队中',
    in_progress: '进行中|進行中|正在做|正在进行|正在進行|在做|处理中|處理中|开发中|開發中|执行中|评审中|测试中',
    completed: '已完成|完成|做完|已做完|已做|已结束|已結束|已关闭|已解决|完结|已上线',
    skipped: '已取消|取消|已放弃|放弃|已跳过|已拒绝|不做',
    held: '阻塞|被阻塞|已阻塞|受阻|卡住|搁置|擱置|已搁置|暂停|已暂停|挂起|等待|等待中',
  },
  ja: {
    pending:
      '未着手|未対応|未完了|未処理|未実施|着手前|予定|やること|これから|これからやること|バックログ|次にやること',
    in_progress: '進行中|作業中|対応中|実施中|着手中|処理中|開発中|実行中|レビュー中|着手|やっていること',
    completed: '完了|完了済み|完了済|済み|済|対応済み|対応済|実施済み|終了|やったこと|終わったこと',
    skipped: '中止|キャンセル|取りやめ|却下|見送り',
    held: 'ブロック|ブロック中|保留|保留中|停止中|一時停止|中断|待ち|待機中',
  },
  ko: {
    pending: '할 일|할일|해야 할 일|해야할 일|대기|예정|미착수|미시작|시작 전|미완료|백로그|남은 일',
    in_progress: '진행 중|진행중|작업 중|작업중|하는 중|개발 중|개발중|검토 중|처리 중|처리중',
    completed: '완료|완료됨|완료된 일|끝|끝남|종료|종료됨|해결됨|한 일',
    skipped: '취소|취소됨|중단|중단됨|반려',
    held: '차단|차단됨|보류|보류 중|보류중|막힘|일시 중지|대기 중|대기중',
  },
};

const STATES: ReadonlyMap<string, State> = new Map(Object.values(LANGUAGES).flatMap(entriesOf));
const FOREIGN = new Map(
  Object.entries(LANGUAGES).flatMap(([language, words]) => (language === 'en' ? [] : entriesOf(words))),
);

function entriesOf(words: Words): [string, State][] {
  return (Object.entries(words) as [State, string][]).flatMap(([state, list]) =>
    list.split('|').map((word): [string, State] => [word, state]),
  );
}

/** The state that a whole text in lower case is a name of, in any language: `in arbeit`, `待办`. One look-up. */
export function stateOf(text: string): State | undefined {
  return STATES.get(text);
}

/** All names of states in other languages than English that are a status of a task. */
export function foreignStatuses(): [string, ExecutionTask['status']][] {
  return [...FOREIGN].flatMap(([word, state]): [string, ExecutionTask['status']][] =>
    state === 'held' ? [] : [[word, state]],
  );
}
