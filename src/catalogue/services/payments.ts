/** Money: Stripe by its own nouns, and payments in general. */
import type { ActionGroup, ServiceDefinition } from "./service-definition.ts";

/** What moves money, with the object that it moves it by. */
const stripeVerbs: readonly ActionGroup[] = [
  { access: "read", names: "read get retrieve get_balance get_account" },
  {
    access: "read",
    names:
      "get_charge get_refund get_payment_intent get_customer get_invoice get_subscription get_payout get_transfer get_dispute get_product get_price",
  },
  {
    access: "list",
    names:
      "list search list_charges list_refunds list_payment_intents list_customers list_invoices list_subscriptions list_payouts list_transfers list_disputes list_products list_prices list_coupons",
  },
  { access: "write", names: "create update" },
  {
    access: "write",
    isDestructive: true,
    names:
      "create_charge capture_charge create_refund cancel_refund create_payment_intent confirm_payment_intent capture_payment_intent cancel_payment_intent create_payout cancel_payout create_transfer reverse_transfer create_topup",
  },
  {
    access: "write",
    names:
      "create_customer update_customer create_invoice update_invoice finalize_invoice send_invoice void_invoice create_invoice_item create_payment_link create_checkout_session",
  },
  { access: "write", isDestructive: true, names: "pay_invoice delete delete_customer delete_invoice" },
  { access: "write", names: "create_subscription update_subscription update_dispute submit_dispute" },
  { access: "write", isDestructive: true, names: "cancel_subscription close_dispute" },
  {
    access: "write",
    names: "create_product update_product create_price update_price create_coupon delete_coupon",
  },
  {
    access: "permissions",
    names: "create_webhook_endpoint update_webhook_endpoint delete_webhook_endpoint create_key rotate_key",
  },
];

export const stripe: ServiceDefinition = {
  name: "stripe",
  aliases: [],
  layouts: {
    stripe: {
      account: ["stripe/{mode}"],
      collection: ["stripe/{mode}/{collection}"],
      object: ["stripe/{mode}/{collection}/{id}"],
    },
  },
  actions: stripeVerbs,
};

export const payments: ServiceDefinition = {
  name: "payments",
  aliases: ["payment"],
  layouts: {
    payments: {
      account: ["payments/{account}"],
      collection: ["payments/{account}/{collection}"],
      object: ["payments/{account}/{collection}/{id}"],
    },
  },
  actions: [
    { access: "read", names: "read get get_balance" },
    { access: "list", names: "list search" },
    { access: "write", names: "authorize create_invoice send_invoice update_invoice create_payment_link" },
    {
      access: "write",
      isDestructive: true,
      names: "charge capture pay refund transfer payout withdraw settle credit debit wire void cancel",
    },
    { access: "write", names: "create_customer update_customer" },
    { access: "write", isDestructive: true, names: "delete_customer" },
    { access: "permissions", names: "admin add_beneficiary remove_beneficiary add_account set_limit" },
  ],
};
