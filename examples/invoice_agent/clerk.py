"""The work: what to ask for one invoice, in which order, and how it ends."""

from examples.invoice_agent import wording
from examples.invoice_agent.jobs import Job
from examples.invoice_agent.runs import Runs
from examples.invoice_agent.ubl import Invoice, UnreadableInvoiceError, read_invoice
from remit_client import Action, Json, KeyRefused, NotAllowed, Problem

MATCH, PAY, NOTIFY = "invoice.match", "payment.send", "supplier.notify"


class Clerk:
    """Takes invoices through the steps: read, match, pay, notify."""

    def __init__(self, *, runs: Runs) -> None:
        self._runs = runs

    def work(self, *, job: Job, wait: int) -> None:
        """Take a job as far as it goes without waiting for a person.

        `wait` is for how many seconds each look at an action may wait. Calling this
        again goes on, or asks the same again. Raises KeyRefused, NotAllowed
        and Unreachable; the job is left as it was.
        """
        try:
            self._advance(job, wait)
        except (KeyRefused, NotAllowed):
            raise
        except Problem as error:
            self._runs.give_up(job, error)

    def _advance(self, job: Job, wait: int) -> None:
        try:
            invoice = read_invoice(content=job.content or b"")
        except UnreadableInvoiceError as error:
            self._refuse_file(job, error)
            return
        subject, given = wording.subject(invoice), wording.fields(invoice)
        self._runs.open(job=job, subject=subject, given=given)
        steps = {
            "read": self._read,
            "match": self._match,
            "pay": self._pay,
            "notify": self._notify,
        }
        done = ""
        while job.run and not job.ending and job.stage != done:
            done = job.stage
            steps[done](job, invoice, wait)

    def _refuse_file(self, job: Job, error: UnreadableInvoiceError) -> None:
        self._runs.open(job=job, subject=f"File {job.file}", given={"file": job.file})
        if job.run and not job.ending:
            text = f"The file {job.file} cannot be read as an invoice: {error}"
            self._runs.stop(job, text, last="before reading", effects="none")

    def _read(self, job: Job, invoice: Invoice, _wait: int) -> None:
        self._runs.note(job, wording.read(invoice), data=wording.fields(invoice))
        if invoice.is_credit_note or invoice.amount <= 0:
            self._runs.finish(job, wording.nothing_to_pay(invoice))
        elif invoice.account is None:
            text = wording.no_account(invoice)
            self._runs.stop(job, text, last="after reading", effects="none")
        elif invoice.order is None:
            self._runs.note(job, wording.no_order(invoice))
            job.stage = "pay"
        else:
            job.stage = "match"

    def _match(self, job: Job, invoice: Invoice, wait: int) -> None:
        parameters = {
            "invoice": invoice.number,
            "supplier_id": invoice.supplier_id,
            "order": invoice.order,
            "amount": invoice.money,
        }
        body = _request(invoice, MATCH, parameters, wording.match_reason(invoice))
        answer = self._runs.ask(job, body=body, wait=wait)
        if answer is None or self._is_unknown(job, answer):
            return
        self._runs.note(job, wording.matched(invoice, doubt=_doubt(answer)))
        job.stage = "pay"

    def _pay(self, job: Job, invoice: Invoice, wait: int) -> None:
        parameters = {
            "invoice": invoice.number,
            "supplier_id": invoice.supplier_id,
            "supplier_name": invoice.supplier_name,
            "account": invoice.account,
            "amount": invoice.money,
        }
        reason = wording.pay_reason(invoice, doubt=self._doubt_about(job, invoice))
        body = _request(invoice, PAY, parameters, reason)
        answer = self._runs.ask(job, body=body, wait=wait)
        if answer is None or self._is_unknown(job, answer):
            return
        text = wording.payment_ending(invoice, answer)
        if answer.status == "succeeded":
            self._runs.note(job, text)
            job.stage = "notify"
        elif answer.refused_by == "standing":
            # Nobody said no to this invoice: a person must see that it is left over.
            self._runs.stop(job, text, last="before paying", effects="none")
        else:
            self._runs.finish(job, text)

    def _notify(self, job: Job, invoice: Invoice, wait: int) -> None:
        parameters = {
            "supplier_id": invoice.supplier_id,
            "invoice": invoice.number,
            "message": wording.message(invoice),
        }
        body = _request(invoice, NOTIFY, parameters, wording.notify_reason(invoice))
        answer = self._runs.ask(job, body=body, wait=wait)
        if answer is None or self._is_unknown(job, answer):
            return
        self._runs.finish(job, wording.paid_and_told(invoice, answer))

    def _doubt_about(self, job: Job, invoice: Invoice) -> str:
        """Return what the match left open; asked again, so that it is never lost."""
        if PAY in job.actions:
            return ""  # asked already: the reason has been given
        if MATCH not in job.actions:
            return wording.no_order(invoice)
        return _doubt(self._runs.answer(job, action=MATCH))

    def _is_unknown(self, job: Job, answer: Action) -> bool:
        """Leave the run when an outcome is unknown: the platform has interrupted it."""
        if answer.status != "unknown":
            return False
        self._runs.leave(job, wording.outcome_unknown(answer))
        return True


def _request(invoice: Invoice, action: str, parameters: Json, reason: str) -> Json:
    steps = {MATCH: "match", PAY: "pay", NOTIFY: "notify"}
    return {
        "step": steps[action],
        "action": action,
        "resource": {"type": "invoice", "id": invoice.number},
        "parameters": parameters,
        "reason": reason,
    }


def _doubt(answer: Action) -> str:
    """Return why an invoice did not match; empty when it did."""
    return "" if answer.status == "succeeded" else wording.explanation(answer)
